internal import PipelineReporting

extension UsageFault {
  func message() -> Message {
    let table = CommandTable.standard
    func usage(_ verb: Verb) -> [(label: String, value: String)] {
      [("usage", "pipeline \(table.description(of: verb)?.usage ?? "")")]
    }
    return switch self {
    case .unknownOption(let name, let cluster, let nearest):
      Message("unknown option `\(name)`", facts: cluster.map { [("in", $0)] } ?? [])
        .with(nearest: nearest, else: "`pipeline --help` lists all options")
    case .unknownVerb(let word, let nearest):
      Message("there is no command `\(word)`")
        .with(facts: [("commands", table.verbs.map(\.verb.rawValue).joined(separator: ", "))])
        .with(nearest: nearest?.rawValue, else: "`pipeline help` describes them")
    case .missingValue(let option, let expected, let next):
      Message(
        "option `\(option)` needs a value",
        facts: [("usage", "\(option) \(expected.placeholder)")]
          + (next.map { [("followed by", $0)] } ?? []),
        hint: "for example `\(option) \(expected.kind.example)`"
          + (next == nil ? "" : "; for a value that begins with `-` write `\(option)=-…`")
      )
    case .badValue(let value, let option, let expected, let nearest):
      Message(
        value.isEmpty
          ? "the value of option `\(option)` is empty"
          : "option `\(option)` has the invalid value `\(value)`",
        facts: [("expected", expected.words)],
        hint: nearest.map { "did you mean `\(option) \($0)`?" }
          ?? (value.isEmpty
            ? "if it comes from a variable, is that variable set?"
            : "for example `\(option) \(expected.example)`")
      )
    case .unexpectedValue(let value, let option):
      Message("option `\(option)` takes no value")
        .with(facts: [("given", "\(option)=\(value)")])
        .with(hint: "write `\(option)`, or leave it out")
    case .unexpectedWord(let word, let verb):
      Message("`pipeline \(verb.rawValue)` takes no argument `\(word)`")
        .with(facts: usage(verb))
        .with(hint: hint(forWord: word, after: verb))
    case .wordBeside(let word, let option, let verb):
      Message("`pipeline \(verb.rawValue) \(option)` takes no argument `\(word)`")
        .with(hint: "`pipeline help \(verb.rawValue)` shows its usage")
    case .emptyWord:
      Message("an argument is empty, but must name a stage or an output")
        .with(hint: "if it comes from a variable, is that variable set?")
    case .missingStage(let verb):
      Message("`pipeline \(verb.rawValue)` needs the name of a stage")
        .with(facts: usage(verb))
        .with(hint: "`pipeline --list-stages` lists all stages; a glob selects several")
    case .missingReason(let verb):
      Message("`pipeline \(verb.rawValue)` needs a reason for the log")
        .with(facts: usage(verb))
        .with(hint: "for example `--reason \"comment only\"`")
    case .optionOfOtherVerbs(let option, let verb, let owners):
      Message("`pipeline \(verb.rawValue)` has no option `\(option)`")
        .with(facts: [
          ("belongs to", owners.map { "pipeline \($0.rawValue)" }.joined(separator: ", "))
        ])
        .with(hint: "`pipeline help \(verb.rawValue)` lists its options")
    case .repeated(let option, let first, let second):
      Message("option `\(option)` has two different values")
        .with(facts: [("first", first), ("second", second)])
        .with(hint: "keep one of them")
    case .conflict(let one, let other):
      Message("options `\(one)` and `\(other)` cannot be combined")
        .with(hint: "keep one of them")
    case .nameBesideAll(let name, let nearestVerb):
      Message(
        "option `--all` and the name `\(name)` cannot be combined",
        hint: nearestVerb.map { "did you mean `pipeline \($0.rawValue)`?" }
          ?? "remove `--all` to run `\(name)` and everything it needs"
      )
    case .jsonOfRun:
      Message("option `--json` cannot be used for a run")
        .with(facts: [
          ("goes with", "--dry-run, --list-stages; pipeline status, why, log, manifest")
        ])
        .with(hint: "for the plan add `--dry-run`; for a past run: `pipeline log last --json`")
    }
  }

  private func hint(forWord word: String, after verb: Verb) -> String {
    switch verb {
    case .initialize: "to write into that folder: `pipeline init -C \(word)`"
    case .manifest: "to print another manifest: `pipeline manifest --manifest \(word)`"
    case .help, .run, .status, .why, .log, .accept, .clean:
      "`pipeline help \(verb.rawValue)` shows its usage"
    }
  }
}

extension OptionDescription.Kind {
  fileprivate var words: String {
    switch self {
    case .stageName: "the name of a stage"
    case .stageNameOrOutput: "the name of a stage, or a file that a stage makes"
    case .folder: "a folder"
    case .file: "a file"
    case .wholeNumber(let range):
      "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .duration: "a number of seconds, or a number with `s`, `m` or `h`"
    case .parameterSetting: "the name of a parameter, `=`, and a value"
    case .resourceAmount: "a name, `=`, and a whole number; for memory a size such as `8GB`"
    case .sentence: "a text that says why"
    case .oneOf(let words):
      words.dropLast().joined(separator: ", ") + (words.count > 1 ? " or " : "")
        + (words.last ?? "")
    case .someOf(let words): "one or more of \(words.joined(separator: ", ")), separated by commas"
    }
  }

  fileprivate var example: String {
    switch self {
    case .stageName, .stageNameOrOutput: "plot"
    case .folder: "study"
    case .file: "graph.json"
    case .wholeNumber(let range): "\(min(max(4, range.lowerBound), range.upperBound))"
    case .duration: "5m"
    case .parameterSetting: "top=20"
    case .resourceAmount: "api=3"
    case .sentence: "\"comment only\""
    case .oneOf(let words), .someOf(let words): words.first ?? ""
    }
  }
}
