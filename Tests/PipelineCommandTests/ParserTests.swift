import PipelineEngine
import PipelinePlanning
import PipelineReporting
import Testing

@testable import pipeline

/// The parsed requests of correct command lines.
struct ParserTests {
  /// A command line and the run it asks for.
  struct Row: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let invocation: Invocation

    init(
      _ line: String,
      _ verbosity: Verbosity = .normal,
      isJSON: Bool = false,
      _ change: (inout RunRequest) -> Void
    ) {
      arguments = line.split(separator: " ").map(String.init)
      var request = RunRequest()
      change(&request)
      invocation = Invocation(action: .run(request), verbosity: verbosity, isJSON: isJSON)
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  /// Parses arguments that are expected to be right.
  private func parse(_ arguments: String...) throws -> Invocation {
    try CommandTable.parse(arguments).get()
  }

  static let options = [
    Row("") { _ in },
    Row("--all") { _ in },
    Row("--stage a") { $0.order.selection.stages = ["a"] },
    Row("--stage=a --stage clean-*") { $0.order.selection.stages = ["a", "clean-*"] },
    Row("--from a") { $0.order.selection.from = ["a"] },
    Row("--from a --from=b") { $0.order.selection.from = ["a", "b"] },
    Row("--to data/x.csv --to b") { $0.order.selection.to = ["data/x.csv", "b"] },
    Row("--downstream a --downstream b") { $0.order.selection.downstream = ["a", "b"] },
    Row("--from a --to b") { request in
      request.order.selection.from = ["a"]
      request.order.selection.to = ["b"]
    },
    Row("--failed") { $0.order.selection.isFailed = true },
    Row("--failed --stage a -n") { request in
      request.order.selection.isFailed = true
      request.order.selection.stages = ["a"]
      request.mode = .dryRun
    },
    Row("plot") { $0.order.selection.to = ["plot"] },
    Row("plot data/b.csv") { $0.order.selection.to = ["plot", "data/b.csv"] },
    Row("--force") { $0.order.isForced = true },
    Row("-n") { $0.mode = .dryRun },
    Row("--dry-run") { $0.mode = .dryRun },
    Row("--check") { $0.mode = .check },
    Row("--list-stages") { $0.mode = .listStages },
    Row("-j 4") { $0.order.jobs = 4 },
    Row("-j4") { $0.order.jobs = 4 },
    Row("-j=4") { $0.order.jobs = 4 },
    Row("--jobs 1") { $0.order.jobs = 1 },
    Row("--jobs=16") { $0.order.jobs = 16 },
    Row("-k") { $0.order.onFailure = .keepGoing },
    Row("--keep-going") { $0.order.onFailure = .keepGoing },
    Row("--wait") { $0.order.waits = true },
    Row("-q", .quiet) { _ in },
    Row("--quiet", .quiet) { _ in },
    Row("-v", .verbose) { _ in },
    Row("--verbose", .verbose) { _ in },
    Row("-n --json", isJSON: true) { $0.mode = .dryRun },
    Row("--list-stages --json", isJSON: true) { $0.mode = .listStages },
    Row("-nkv", .verbose) { request in
      request.mode = .dryRun
      request.order.onFailure = .keepGoing
    },
    Row("-kj4 plot --force") { request in
      request.order.onFailure = .keepGoing
      request.order.jobs = 4
      request.order.selection.to = ["plot"]
      request.order.isForced = true
    },
    Row("-k -k -j4 --jobs 4") { request in
      request.order.onFailure = .keepGoing
      request.order.jobs = 4
    },
  ]

  @Test(arguments: options)
  func `run accepts every option of a run`(row: Row) {
    #expect(CommandTable.parse(row.arguments) == .success(row.invocation))
  }

  @Test(arguments: options)
  func `the command line may omit the word run`(row: Row) {
    var expected = row.invocation
    expected.writtenVerb = .run
    #expect(CommandTable.parse(["run"] + row.arguments) == .success(expected))
  }

  @Test func `accept takes its stages and options`() throws {
    let request = AcceptRequest(
      selection: Selection(stages: ["a", "b*"]),
      reason: "comment only",
      waits: true
    )
    #expect(
      try parse("accept", "a", "b*", "--reason", "comment only", "--wait", "-v")
        == Invocation(action: .accept(request), writtenVerb: .accept, verbosity: .verbose)
    )
  }

  @Test func `clean takes its stages and options`() throws {
    #expect(try parse("clean").action == .clean(CleanRequest()))
    #expect(
      try parse("clean", "a", "--stage=b", "--downstream=c", "--force", "--yes", "--wait").action
        == .clean(
          CleanRequest(
            order: CleanOrder(
              selection: Selection(stages: ["b"], names: ["a"], downstream: ["c"]),
              isForced: true,
              waits: true
            ),
            isConfirmed: true
          )
        )
    )
    #expect(
      try parse("clean", "--runs", "-ny").action
        == .clean(
          CleanRequest(order: CleanOrder(subject: .runs), isDryRun: true, isConfirmed: true)
        )
    )
  }

  @Test(arguments: OptionDescription.Key.allCases)
  func `every option has its row in the table`(key: OptionDescription.Key) {
    #expect(CommandTable.standard.options.filter { $0.key == key }.count == 1)
  }

  @Test func `no two options share a name`() {
    let names = CommandTable.standard.options.flatMap { option in
      [option.long, option.short.map { String($0) }].compactMap(\.self)
    }
    #expect(Set(names).count == names.count)
  }

  @Test func `every verb has its row in the table`() {
    #expect(CommandTable.standard.verbs.map(\.verb) == Verb.allCases)
  }

  @Test func `every verb accepts the common options`() throws {
    let invocation = try parse("--color", "never", "-C", "study", "--manifest=a.json", "manifest")
    #expect(
      invocation
        == Invocation(
          action: .manifest,
          writtenVerb: .manifest,
          directory: "study",
          manifest: "a.json",
          color: .never
        )
    )
    #expect(try parse("-Cstudy").directory == "study")
    #expect(try parse("-C=study").directory == "study")
    #expect(try parse("--color=always", "-n").color == .always)
    #expect(try parse("--color=auto").color == .auto)
    #expect(try parse("init", "-C", "study").directory == "study")
  }

  @Test func `status takes its stages and options`() throws {
    #expect(try parse("status").action == .status(StatusRequest()))
    var request = StatusRequest(
      selection: Selection(stages: ["b"], names: ["a", "o/x"], isFailed: true, from: ["c"])
    )
    request.states = [.failed, .mayRun, .running]
    let line = [
      "status", "a", "o/x", "--stage", "b", "--from=c", "--failed", "--state=failed,may-run",
      "--state", "running", "-v", "--json",
    ]
    let invocation = Invocation(
      action: .status(request),
      writtenVerb: .status,
      verbosity: .verbose,
      isJSON: true
    )
    #expect(CommandTable.parse(line) == .success(invocation))
  }

  @Test func `log takes its runs, stages and options`() throws {
    #expect(try parse("log").action == .log(LogRequest(subject: .runs)))
    #expect(
      try parse("log", "--last", "3", "--json")
        == Invocation(
          action: .log(LogRequest(subject: .runs, last: 3)),
          writtenVerb: .log,
          isJSON: true
        )
    )
    #expect(try parse("log", "last").action == .log(LogRequest(subject: .run("last"))))
    #expect(
      try parse("log", "--stage", "a", "--stage=b*").action
        == .log(LogRequest(subject: .stages(["a", "b*"])))
    )
    #expect(try parse("log", "-f").action == .log(LogRequest(subject: .follow)))
    #expect(
      try parse("log", "--output", "a", "R").action
        == .log(LogRequest(subject: .output(stage: "a", run: "R", isFollowed: false)))
    )
    #expect(
      try parse("log", "-f", "--output", "a").action
        == .log(LogRequest(subject: .output(stage: "a", run: nil, isFollowed: true)))
    )
  }

  @Test func `the verb may come before or after options`() throws {
    #expect(try parse("manifest").action == .manifest)
    let json = Invocation(action: .manifest, writtenVerb: .manifest, isJSON: true)
    #expect(try parse("--json", "manifest") == json)
    #expect(try parse("manifest", "--json") == json)
    #expect(try parse("init").action == .initialize)
    #expect(try parse("-C", "init", "init").action == .initialize)
  }

  @Test func `only the first word can be a verb, and no word after two dashes`() throws {
    var request = RunRequest()
    request.order.selection.to = ["init", "help"]
    #expect(try parse("run", "init", "help").action == .run(request))
    #expect(try parse("--", "init", "help").action == .run(request))
    #expect(try parse("run", "--", "init", "help").action == .run(request))
    #expect(try parse("--", "init").writtenVerb == nil)
    request.order.selection.to = ["plot", "manifest"]
    #expect(try parse("plot", "manifest").action == .run(request))
  }

  @Test func `an equals sign or two dashes allow a leading dash`()
    throws
  {
    var request = RunRequest()
    request.order.selection.stages = ["-x"]
    request.order.selection.to = ["-", "a=b", "-", "--force"]
    #expect(
      try parse("--stage=-x", "--to", "-", "--to=a=b", "-", "--", "--force").action == .run(request)
    )
  }

  @Test(arguments: [
    ("manfest", Verb.manifest), ("hepl", .help), ("int", .initialize), ("rnu", .run),
    ("MANIFEST", .manifest),
  ])
  func `the parser reports a name that resembles a verb`(name: String, verb: Verb) throws {
    var request = RunRequest()
    request.order.selection.to = [name, name]
    request.nearestVerbs = [name: verb]
    #expect(try parse(name, name).action == .run(request))
    request.order.selection.to = [name]
    request.nearestVerbs = [:]
    #expect(try parse("run", name).action == .run(request))
    #expect(try parse("--", name).action == .run(request))
  }

  @Test func `help and version take precedence over faults other than spelling`() throws {
    #expect(try parse("--help").action == .help(nil))
    #expect(try parse("-h").action == .help(nil))
    #expect(try parse("help").action == .help(nil))
    #expect(try parse("help", "run").action == .help(.run))
    #expect(try parse("help", "help").action == .help(.help))
    #expect(try parse("run", "-h").action == .help(.run))
    #expect(try parse("--help", "manifest").action == .help(.manifest))
    #expect(try parse("init", "--force", "--help").action == .help(.initialize))
    #expect(try parse("-nqvh", "--jobs=many").action == .help(nil))
    #expect(try parse("--version").action == .version)
    #expect(try parse("--version", "-h").action == .help(nil))
    #expect(try parse("--version", "-qv").action == .version)
  }

  @Test func `a duration has a unit or is in seconds`() {
    let right: [(String, Duration)] = [
      ("3", .seconds(3)), ("3s", .seconds(3)), ("0.5", .milliseconds(500)),
      ("250ms", .milliseconds(250)),
      ("5m", .seconds(300)), ("5min", .seconds(300)), ("2h", .seconds(7200)),
    ]
    for (text, duration) in right { #expect(Duration(written: text) == duration, "\(text)") }
    for text in ["", "s", "0", "-1", "1e3", "1d", "5 m", "1.2.3", "9999999999", "nan", "inf"] {
      #expect(Duration(written: text) == nil, "\(text)")
    }
  }
}
