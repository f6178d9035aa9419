import PipelineEngine
import PipelineSystem
import PipelineTestSupport

@testable import PipelinePlanning

/// Sample records, attempt ends and histories.
enum RecordSamples {
  static let path = Path(".pipeline/state")

  /// A record that uses every field, with random values.
  static func makeRecord(_ random: inout SeededGenerator) -> Record {
    func text() -> String {
      let pieces = ["a", "é", "e\u{301}", "\n", "\0", "\"", "数", "x/y", "", "--top"]
      return (0..<Int.random(in: 0...3, using: &random))
        .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }
    func state() -> FileState {
      guard Int.random(in: 0..<5, using: &random) > 0 else { return .missing }
      return .present(
        Stamp(
          kind: [.file, .folder, .special].randomElement(using: &random) ?? .file,
          size: Int64.random(in: 0...Int64.max, using: &random),
          modified: Int64.random(in: Int64.min...Int64.max, using: &random),
          link: Bool.random(using: &random) ? text() : nil
        )
      )
    }
    func files() -> [ObservedFile] {
      (0..<Int.random(in: 0...4, using: &random)).map { number in
        ObservedFile(Path(bytes: [UInt8(ascii: "a") + UInt8(number), 0xFF]), state())
      }
    }
    func sets() -> [FileSet] {
      (0..<Int.random(in: 0...3, using: &random)).map { FileSet(pattern: "p\($0)", files: files()) }
    }
    return Record(
      run: text(),
      recipe: Recipe(
        steps: [
          Recipe.Step(script: text(), arguments: [text(), text()], interpreter: text()),
          Recipe.Step(script: nil, arguments: [text()]),
        ],
        variables: [
          Recipe.Variable(name: text(), digest: nil), Recipe.Variable(name: "B", digest: text()),
        ],
        inputs: [text()],
        outputs: [text(), text()]
      ),
      scripts: files(),
      inputs: sets(),
      outputs: sets(),
      upstream: ["load": text()],
      changedMeanwhile: [Path(bytes: [0xFE, 0x00])],
      duration: Bool.random(using: &random) ? Double.random(in: 0...1e9, using: &random) : nil
    )
  }

  /// Each attempt end and each start failure, with its tag on disk.
  static let taggedEnds: [(end: AttemptEnd, tag: UInt8)] =
    [
      (.succeeded, 1), (.exited(code: -2, script: 1), 2), (.signaled(signal: 9, script: 0), 3),
      (.timedOut(after: .milliseconds(1_500), script: 3), 4),
      (.idled(for: .milliseconds(1_500), script: 3), 12), (.outputsEmpty(["a"]), 11),
      (.timedOut(after: Duration(secondsComponent: 9, attosecondsComponent: 1), script: 0), 4),
      (.inputsMissing([]), 6), (.inputsMissing(["a", "\0"]), 6), (.outputsMissing(["a", "é"]), 7),
      (.outputOfOtherKind("x", .folder), 8), (.outputOfOtherKind("x", .special), 8),
      (.systemFailed(SystemFault(28), path: "x"), 9), (.stopped, 10),
    ] + launchFaults.enumerated().map { (.notStarted($1, script: $0), 5) }

  static let ends = taggedEnds.map(\.end)

  private static let launchFaults: [LaunchFault] = [
    .missing("a.sh"), .notExecutable("a"), .isFolder("a"), .isNotFile("a"),
    .workingFolderMissing("/x"), .interpreterMissing("python3", script: "a.py"),
    .windowsLineEnds(script: "a.sh"), .noInterpreter("a"),
    .argumentsTooLong(bytes: 3_000_000, limit: 2_097_152),
    .argumentTooLong(index: 7, bytes: 200_000, limit: 131_072),
    .variableTooLong(name: "V", bytes: 200_000, limit: 131_072), .zeroByte(in: "é"),
    .system(SystemFault(12), call: "fork"),
  ]

  /// Writes a history of stages and returns the successive histories of each stage.
  static func write(
    to files: VirtualFileSystem,
    seed: UInt64,
    steps: Int = 12
  ) throws -> [String: [StageHistory]] {
    var random = SeededGenerator(seed: seed)
    var store = try RecordStore(opening: RecordFile(reading: files), in: files)
    var all: [String: [StageHistory]] = [:]
    for step in 0..<steps {
      let stage = "s\(Int.random(in: 0..<4, using: &random))"
      switch Int.random(in: 0..<4, using: &random) {
      case 0: try store.begin(stage, run: "run-\(step)")
      case 1: try store.fail(stage, end: ends.randomElement(using: &random) ?? .stopped)
      default: try store.succeed(stage, record: makeRecord(&random))
      }
      if let history = store.records.histories[stage] { all[stage, default: []].append(history) }
    }
    return all
  }
}
