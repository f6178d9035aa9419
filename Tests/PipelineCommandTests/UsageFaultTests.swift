import PipelineReporting
import Testing

@testable import pipeline

/// What a wrong command line is answered with, word for word.
struct UsageFaultTests {
  /// A command line, its fault and the whole message.
  struct Row: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let fault: UsageFault
    let message: String

    init(_ arguments: [String], fault: UsageFault, message: String) {
      self.arguments = arguments
      self.fault = fault
      self.message = message
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(arguments: spelling + values + meaning)
  func `every fault has its message`(row: Row) {
    #expect(CommandTable.parse(row.arguments) == .failure(row.fault))
    #expect(row.fault.message().text() == row.message)
  }

  static let spelling = [
    Row(
      ["--dryrun"],
      fault: .unknownOption("--dryrun", cluster: nil, nearest: "--dry-run"),
      message: """
        error: unknown option `--dryrun`
        hint: did you mean `--dry-run`?
        """
    ),
    Row(
      ["--colour=never"],
      fault: .unknownOption("--colour", cluster: nil, nearest: "--color"),
      message: """
        error: unknown option `--colour`
        hint: did you mean `--color`?
        """
    ),
    Row(
      ["--frobnicate"],
      fault: .unknownOption("--frobnicate", cluster: nil, nearest: nil),
      message: """
        error: unknown option `--frobnicate`
        hint: `pipeline --help` lists every option
        """
    ),
    Row(
      ["-json"],
      fault: .unknownOption("-json", cluster: nil, nearest: "--json"),
      message: """
        error: unknown option `-json`
        hint: did you mean `--json`?
        """
    ),
    Row(
      ["-dry"],
      fault: .unknownOption("-dry", cluster: nil, nearest: "--dry-run"),
      message: """
        error: unknown option `-dry`
        hint: did you mean `--dry-run`?
        """
    ),
    Row(
      ["-nx"],
      fault: .unknownOption("-x", cluster: "-nx", nearest: nil),
      message: """
        error: unknown option `-x`
          in:  -nx
        hint: `pipeline --help` lists every option
        """
    ),
    Row(
      ["-x"],
      fault: .unknownOption("-x", cluster: nil, nearest: nil),
      message: """
        error: unknown option `-x`
        hint: `pipeline --help` lists every option
        """
    ),
    Row(
      ["--\u{1B}[31m"],
      fault: .unknownOption("--\u{1B}[31m", cluster: nil, nearest: nil),
      message: """
        error: unknown option `--\\u{1b}[31m`
        hint: `pipeline --help` lists every option
        """
    ),
    Row(
      ["init", "a\nb"],
      fault: .unexpectedWord("a\nb", after: .initialize),
      message: """
        error: `pipeline init` takes no argument `a\\nb`
          usage:  pipeline init [OPTIONS]
        hint: to write into that folder: `pipeline init -C a\\nb`
        """
    ),
    Row(
      ["help", "manifets"],
      fault: .unknownVerb("manifets", nearest: .manifest),
      message: """
        error: there is no verb `manifets`
          verbs:  run, status, why, log, accept, clean, manifest, init, help
        hint: did you mean `manifest`?
        """
    ),
    Row(
      ["help", "frobnicate"],
      fault: .unknownVerb("frobnicate", nearest: nil),
      message: """
        error: there is no verb `frobnicate`
          verbs:  run, status, why, log, accept, clean, manifest, init, help
        hint: `pipeline help` says what each of them does
        """
    ),
  ]

  static let values = [
    Row(
      ["--stage"],
      fault: .missingValue(
        of: "--stage",
        expected: .init(placeholder: "NAME", kind: .stageName),
        next: nil
      ),
      message: """
        error: option `--stage` needs a value
          usage:  --stage NAME
        hint: for example `--stage plot`
        """
    ),
    Row(
      ["-kj", "--force"],
      fault: .missingValue(
        of: "-j",
        expected: .init(placeholder: "N", kind: .wholeNumber(1...1_000_000)),
        next: "--force"
      ),
      message: """
        error: option `-j` needs a value
          usage:        -j N
          followed by:  --force
        hint: for example `-j 4`; a value that begins with `-` goes after `=`
        """
    ),
    Row(
      ["--jobs", "many"],
      fault: .badValue("many", of: "--jobs", expected: .wholeNumber(1...1_000_000), nearest: nil),
      message: """
        error: option `--jobs` cannot be `many`
          expected:  a whole number from 1 to 1000000
        hint: for example `--jobs 4`
        """
    ),
    Row(
      ["-j0"],
      fault: .badValue("0", of: "-j", expected: .wholeNumber(1...1_000_000), nearest: nil),
      message: """
        error: option `-j` cannot be `0`
          expected:  a whole number from 1 to 1000000
        hint: for example `-j 4`
        """
    ),
    Row(
      ["--color", "allways"],
      fault: .badValue(
        "allways",
        of: "--color",
        expected: .oneOf(["auto", "always", "never"]),
        nearest: "always"
      ),
      message: """
        error: option `--color` cannot be `allways`
          expected:  auto, always or never
        hint: did you mean `--color always`?
        """
    ),
    Row(
      ["--color=blue"],
      fault: .badValue(
        "blue",
        of: "--color",
        expected: .oneOf(["auto", "always", "never"]),
        nearest: nil
      ),
      message: """
        error: option `--color` cannot be `blue`
          expected:  auto, always or never
        hint: for example `--color auto`
        """
    ),
    Row(
      ["--to", ""],
      fault: .badValue("", of: "--to", expected: .stageNameOrOutput, nearest: nil),
      message: """
        error: the value of option `--to` is empty
          expected:  the name of a stage, or a file that a stage makes
        hint: if it comes from a variable, is that variable set?
        """
    ),
    Row(
      ["--force=yes"],
      fault: .unexpectedValue("yes", of: "--force"),
      message: """
        error: option `--force` takes no value
          given:  --force=yes
        hint: write `--force`, or leave it out
        """
    ),
    Row(
      ["--jobs", "2", "-j4"],
      fault: .repeated("-j", first: "2", second: "4"),
      message: """
        error: option `-j` has two different values
          first:   2
          second:  4
        hint: keep one of them
        """
    ),
    Row(
      ["accept", "plot"],
      fault: .missingReason(of: .accept),
      message: """
        error: `pipeline accept` needs a reason, which the log keeps
          usage:  pipeline accept --reason TEXT STAGE...
        hint: for example `--reason "comment only"`
        """
    ),
    Row(
      ["accept", "--reason", "comment only"],
      fault: .missingStage(of: .accept),
      message: """
        error: `pipeline accept` needs the name of a stage
          usage:  pipeline accept --reason TEXT STAGE...
        hint: `pipeline status` shows where the stages stand; a glob names several
        """
    ),
    Row(
      ["accept", "plot", "--reason", " \t"],
      fault: .badValue(" \t", of: "--reason", expected: .sentence, nearest: nil),
      message: """
        error: option `--reason` cannot be ` \\t`
          expected:  words that say why
        hint: for example `--reason "comment only"`
        """
    ),
    Row(
      ["clean", "--runs", "plot"],
      fault: .wordBeside("plot", option: "--runs", verb: .clean),
      message: """
        error: `pipeline clean --runs` takes no argument `plot`
        hint: `pipeline help clean` shows how it is used
        """
    ),
    Row(
      ["clean", "--runs", "--force"],
      fault: .conflict("--runs", "--force"),
      message: """
        error: options `--runs` and `--force` exclude each other
        hint: keep one of them
        """
    ),
    Row(
      [""],
      fault: .emptyWord,
      message: """
        error: an argument that should name a stage or an output file is empty
        hint: if it comes from a variable, is that variable set?
        """
    ),
  ]

  static let meaning = [
    Row(
      ["init", "study"],
      fault: .unexpectedWord("study", after: .initialize),
      message: """
        error: `pipeline init` takes no argument `study`
          usage:  pipeline init [OPTIONS]
        hint: to write into that folder: `pipeline init -C study`
        """
    ),
    Row(
      ["manifest", "a.json"],
      fault: .unexpectedWord("a.json", after: .manifest),
      message: """
        error: `pipeline manifest` takes no argument `a.json`
          usage:  pipeline manifest [OPTIONS]
        hint: to print another manifest: `pipeline manifest --manifest a.json`
        """
    ),
    Row(
      ["help", "run", "plot"],
      fault: .unexpectedWord("plot", after: .help),
      message: """
        error: `pipeline help` takes no argument `plot`
          usage:  pipeline help [VERB]
        hint: `pipeline help help` shows how it is used
        """
    ),
    Row(
      ["init", "--force"],
      fault: .optionOfOtherVerbs("--force", verb: .initialize, owners: [.run, .clean]),
      message: """
        error: `pipeline init` has no option `--force`
          belongs to:  pipeline run, pipeline clean
        hint: `pipeline help init` lists those it has
        """
    ),
    Row(
      ["--json", "init"],
      fault: .optionOfOtherVerbs(
        "--json",
        verb: .initialize,
        owners: [.run, .status, .why, .log, .manifest]
      ),
      message: """
        error: `pipeline init` has no option `--json`
          belongs to:  pipeline run, pipeline status, pipeline why, pipeline log, pipeline manifest
        hint: `pipeline help init` lists those it has
        """
    ),
    Row(
      ["--verbose", "-q"],
      fault: .conflict("-q", "--verbose"),
      message: """
        error: options `-q` and `--verbose` exclude each other
        hint: keep one of them
        """
    ),
    Row(
      ["plot", "--all"],
      fault: .nameBesideAll("plot", nearestVerb: nil),
      message: """
        error: option `--all` excludes naming `plot`
        hint: leave out `--all` to run `plot` and what it needs
        """
    ),
    Row(
      ["rn", "--all"],
      fault: .nameBesideAll("rn", nearestVerb: .run),
      message: """
        error: option `--all` excludes naming `rn`
        hint: did you mean `pipeline run`?
        """
    ),
    Row(
      ["--json"],
      fault: .jsonOfRun,
      message: """
        error: option `--json` goes with what prints an answer
          answers:  --dry-run, --list-stages; pipeline status, why, log, manifest
        hint: add `--dry-run` for the plan; `pipeline log last --json` tells what a run did
        """
    ),
  ]

  @Test(arguments: [
    ["log", "--follow", "--last=3"], ["log", "--follow", "--stage=a"],
    ["log", "--output=a", "--last=3"], ["log", "--output=a", "--stage=b"],
  ])
  func `options of the log that contradict each other are a fault`(line: [String]) {
    let names = line.dropFirst().map { String($0.prefix { $0 != "=" }) }
    #expect(CommandTable.parse(line) == .failure(.conflict(names[0], names[1])))
  }

  @Test func `a run beside what tells of several is a fault, and so is JSON of bytes`() {
    let fault = { (line: String) in
      CommandTable.parse(line.split(separator: " ").map(String.init))
    }
    #expect(
      fault("log --stage a last")
        == .failure(.wordBeside("last", option: "--stage", verb: .log))
    )
    #expect(fault("log -f R") == .failure(.wordBeside("R", option: "-f", verb: .log)))
    #expect(
      fault("log --output a --follow R")
        == .failure(.wordBeside("R", option: "--follow", verb: .log))
    )
    #expect(
      fault("log --json --output a --follow") == .failure(.conflict("--follow", "--json"))
    )
    #expect(fault("log a b") == .failure(.unexpectedWord("b", after: .log)))
    #expect(
      UsageFault.wordBeside("R", option: "--follow", verb: .log).message().text() == """
        error: `pipeline log --follow` takes no argument `R`
        hint: `pipeline help log` shows how it is used
        """
    )
  }

  @Test func `a misspelt state gets the nearest, each of several`() throws {
    let line = ["status", "--state", "faild,stal"]
    guard case .failure(let fault) = CommandTable.parse(line) else {
      Issue.record("accepted")
      return
    }
    #expect(
      fault.message().text() == """
        error: option `--state` cannot be `faild,stal`
          expected:  one or more of running, failed, interrupted, stale, may-run, up-to-date, \
        with commas
        hint: did you mean `--state failed,stale`?
        """
    )
  }

  @Test(arguments: [
    ["-q", "-v"], ["-n", "--check"], ["-n", "--list-stages"], ["--check", "--list-stages"],
    ["--all", "--stage=a"], ["--all", "--from=a"], ["--all", "--to=a"],
    ["--all", "--downstream=a"], ["--all", "--failed"],
  ])
  func `options that contradict each other are a fault in either order`(pair: [String]) {
    let names = pair.map { String($0.prefix { $0 != "=" }) }
    let fault = UsageFault.conflict(names[0], names[1])
    #expect(CommandTable.parse(pair) == .failure(fault))
    #expect(CommandTable.parse(pair.reversed()) == .failure(fault))
  }

  @Test(arguments: [
    "+4", "-4", "4.0", "1e3", "0x4", "\u{664}", " 4", "1000001", "99999999999999999999",
    "",
  ])
  func `only digits are a number of jobs`(value: String) {
    let fault = UsageFault.badValue(
      value,
      of: "--jobs",
      expected: .wholeNumber(1...1_000_000),
      nearest: nil
    )
    #expect(CommandTable.parse(["--jobs=\(value)"]) == .failure(fault))
  }

  @Test(arguments: ["init", "manifest", "help"])
  func `options of a run belong to no other verb`(verb: String) {
    for option in CommandTable.standard.options where option.verbs == [.run] {
      let name = option.long.map { "--\($0)" } ?? option.short.map { "-\($0)" } ?? ""
      let argument = option.value == nil ? name : "\(name)=1"
      let result = CommandTable.parse([verb, argument])
      guard case .failure(.optionOfOtherVerbs) = result else {
        Issue.record("`pipeline \(verb) \(argument)` is accepted")
        continue
      }
    }
  }
}
