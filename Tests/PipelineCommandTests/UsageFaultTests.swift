import PipelineReporting
import RecordedTexts
import Testing

@testable import pipeline

/// The exact messages for wrong command lines.
struct UsageFaultTests {
  /// A command line, its fault and the whole message.
  struct Row: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let fault: UsageFault

    init(_ arguments: [String], fault: UsageFault) {
      self.arguments = arguments
      self.fault = fault
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(arguments: spelling + values + meaning)
  func `every fault has its message`(row: Row) {
    #expect(CommandTable.parse(row.arguments) == .failure(row.fault))
    expectRecorded(row.fault.message().text(), "pipeline \(row.testDescription)")
  }

  static let spelling = [
    Row(["--dryrun"], fault: .unknownOption("--dryrun", cluster: nil, nearest: "--dry-run")),
    Row(["--colour=never"], fault: .unknownOption("--colour", cluster: nil, nearest: "--color")),
    Row(["--frobnicate"], fault: .unknownOption("--frobnicate", cluster: nil, nearest: nil)),
    Row(["-json"], fault: .unknownOption("-json", cluster: nil, nearest: "--json")),
    Row(["-dry"], fault: .unknownOption("-dry", cluster: nil, nearest: "--dry-run")),
    Row(["-nx"], fault: .unknownOption("-x", cluster: "-nx", nearest: nil)),
    Row(["-x"], fault: .unknownOption("-x", cluster: nil, nearest: nil)),
    Row(["--\u{1B}[31m"], fault: .unknownOption("--\u{1B}[31m", cluster: nil, nearest: nil)),
    Row(["init", "a\nb"], fault: .unexpectedWord("a\nb", after: .initialize)),
    Row(["help", "manifets"], fault: .unknownVerb("manifets", nearest: .manifest)),
    Row(["help", "frobnicate"], fault: .unknownVerb("frobnicate", nearest: nil)),
  ]

  static let values = [
    Row(
      ["--stage"],
      fault: .missingValue(
        of: "--stage",
        expected: .init(placeholder: "NAME", kind: .stageName),
        next: nil
      )
    ),
    Row(
      ["-kj", "--force"],
      fault: .missingValue(
        of: "-j",
        expected: .init(placeholder: "N", kind: .wholeNumber(1...1_000_000)),
        next: "--force"
      )
    ),
    Row(
      ["--jobs", "many"],
      fault: .badValue("many", of: "--jobs", expected: .wholeNumber(1...1_000_000), nearest: nil)
    ),
    Row(
      ["-j0"],
      fault: .badValue("0", of: "-j", expected: .wholeNumber(1...1_000_000), nearest: nil)
    ),
    Row(
      ["--color", "allways"],
      fault: .badValue(
        "allways",
        of: "--color",
        expected: .oneOf(["auto", "always", "never"]),
        nearest: "always"
      )
    ),
    Row(
      ["--color=blue"],
      fault: .badValue(
        "blue",
        of: "--color",
        expected: .oneOf(["auto", "always", "never"]),
        nearest: nil
      )
    ),
    Row(
      ["--to", ""],
      fault: .badValue("", of: "--to", expected: .stageNameOrOutput, nearest: nil)
    ),
    Row(["--force=yes"], fault: .unexpectedValue("yes", of: "--force")),
    Row(["--jobs", "2", "-j4"], fault: .repeated("-j", first: "2", second: "4")),
    Row(["accept", "plot"], fault: .missingReason(of: .accept)),
    Row(["accept", "--reason", "comment only"], fault: .missingStage(of: .accept)),
    Row(
      ["accept", "plot", "--reason", " \t"],
      fault: .badValue(" \t", of: "--reason", expected: .sentence, nearest: nil)
    ),
    Row(["clean", "--runs", "plot"], fault: .wordBeside("plot", option: "--runs", verb: .clean)),
    Row(["clean", "--runs", "--force"], fault: .conflict("--runs", "--force")),
    Row([""], fault: .emptyWord),
  ]

  static let meaning = [
    Row(["init", "study"], fault: .unexpectedWord("study", after: .initialize)),
    Row(["manifest", "a.json"], fault: .unexpectedWord("a.json", after: .manifest)),
    Row(["help", "run", "plot"], fault: .unexpectedWord("plot", after: .help)),
    Row(
      ["init", "--force"],
      fault: .optionOfOtherVerbs("--force", verb: .initialize, owners: [.run, .clean])
    ),
    Row(
      ["--json", "init"],
      fault: .optionOfOtherVerbs(
        "--json",
        verb: .initialize,
        owners: [.run, .status, .why, .log, .manifest]
      )
    ),
    Row(["--verbose", "-q"], fault: .conflict("-q", "--verbose")),
    Row(["plot", "--all"], fault: .nameBesideAll("plot", nearestVerb: nil)),
    Row(["rn", "--all"], fault: .nameBesideAll("rn", nearestVerb: .run)),
    Row(["--json"], fault: .jsonOfRun),
  ]

  @Test(arguments: [
    ["log", "--follow", "--last=3"], ["log", "--follow", "--stage=a"],
    ["log", "--output=a", "--last=3"], ["log", "--output=a", "--stage=b"],
  ])
  func `options of the log that contradict each other are a fault`(line: [String]) {
    let names = line.dropFirst().map { String($0.prefix { $0 != "=" }) }
    #expect(CommandTable.parse(line) == .failure(.conflict(names[0], names[1])))
  }

  @Test func `a run with options for several runs, or JSON of bytes, is a fault`() {
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
    expectRecorded(UsageFault.wordBeside("R", option: "--follow", verb: .log).message().text())
  }

  @Test func `each misspelt state suggests the nearest one`() throws {
    let line = ["status", "--state", "faild,stal"]
    guard case .failure(let fault) = CommandTable.parse(line) else {
      Issue.record("accepted")
      return
    }
    expectRecorded(fault.message().text())
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
  func `a number of jobs has only digits`(value: String) {
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
