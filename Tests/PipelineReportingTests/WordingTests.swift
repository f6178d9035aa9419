import PipelinePlanning
import PipelineReporting
import RecordedTexts
import Testing

/// The words of ends, of failed starts, and of warnings.
struct WordingTests {
  static let denied = SystemFault(number: 13, words: "Permission denied")

  static let ends: [AttemptEnd] = [
    .succeeded,
    .exited(code: 2, script: 0),
    .exited(code: 126, script: 0),
    .exited(code: 127, script: 0),
    .exited(code: 137, script: 0),
    .signaled(signal: 9, script: 0),
    .signaled(signal: 11, script: 0),
    .signaled(signal: 63, script: 0),
    .timedOut(after: .seconds(600), script: 0),
    .timedOut(after: .seconds(5400), script: 0),
    .timedOut(after: .milliseconds(500), script: 0),
    .timedOut(after: .seconds(30), script: 0),
    .idled(for: .seconds(600), script: 0),
    .notStarted(.missing("a.py"), script: 0),
    .outputsMissing(["data/b.json"]),
    .outputsMissing(["a", "b", "c", "d", "e"]),
    .systemFailed(denied, path: "data/a"),
    .systemFailed(SystemFault(number: 40, own: .linkedFolder), path: "parts"),
    .systemFailed(SystemFault(number: 16, own: .survivor), path: "a.sh"),
    .stopped,
  ]

  @Test func `ends of an attempt`() {
    expectRecorded(Self.ends.map { Self.lines($0.text, hint: $0.hint) }.joined())
  }

  private static func lines(_ text: String, hint: String?) -> String {
    "\(text)\n" + (hint.map { "  hint: \($0)\n" } ?? "")
  }

  static let starts: [LaunchFault] = [
    .missing("a.py"),
    .isFolder("a"),
    .notExecutable("my a"),
    .noInterpreter("a"),
    .interpreterMissing("python9", script: "a.py"),
    .windowsLineEnds(script: "a.sh"),
    .workingFolderMissing("/x"),
    .isNotFile("/dev/tty"),
    .argumentsTooLong(bytes: 3_000_000, limit: 2_097_152),
    .argumentTooLong(index: 0, bytes: 200_000, limit: 131_072),
    .notExecutable("n.ipynb"), .noInterpreter("doc/My n.Rmd"), .notExecutable("n.qmd"),
    .variableTooLong(name: "LIST", bytes: 200_000, limit: 131_072),
    .zeroByte(in: "a"),
    .system(denied, call: "fork"),
  ]

  @Test func `start failures`() {
    expectRecorded(Self.starts.map { Self.lines($0.text, hint: $0.hint) }.joined())
  }

  static let warnings: [Event.Warning] = [
    .upstreamStale(stage: "plot", upstream: "fetch", reason: .file(.input, Path("a"), .missing)),
    .upstreamStale(
      stage: "plot",
      upstream: "fetch",
      reason: .file(.input, Path("a"), .missing),
      others: ["read", "clean"]
    ),
    .stagesLack(stages: ["plot"], what: "input", name: "data/a"),
    .stagesLack(stages: ["plot", "draw"], what: "program", name: "dot"),
    .nearTimeLimit(stage: "plot", limit: 600, usual: 512.5, inJSON: false),
    .nearTimeLimit(stage: "plot", limit: 6, usual: nil, inJSON: false),
    .nearTimeLimit(stage: "plot", limit: 600, usual: nil, inJSON: true),
    .memoryAboveDeclared(stage: "plot", declared: 4_000_000_000, peak: 6_100_000_000),
    .inputChangedMeanwhile(stage: "plot", path: "data/a", again: false),
    .outputsUndone(stage: "plot", run: "r1", isRestored: true, kept: ".pipeline/kept/r1.plot"),
    .outputsUndone(stage: "plot", run: "r1", isRestored: false, kept: nil),
    .outputsNotUndone(
      stage: "plot",
      path: "a.svg",
      SystemFault(number: 30, words: "Read-only file system")
    ),
    .asideUnknown(folder: ".pipeline/aside/r1.plot.1"),
    .outputKept(stage: "plot", path: "a.svg", copy: ".pipeline/kept/1/a.svg"),
    .futureTime(stage: "plot", path: "a b"),
    .recordsDamaged(count: 1),
    .recordsDamaged(count: 3),
    .recordsNotWritten(SystemFault(number: 28, words: "No space left on device")),
    .logNotWritten(SystemFault(number: 28, words: "No space left on device")),
    .manifestChanged(path: "Pipeline.swift"),
  ]

  @Test func warnings() {
    let texts = Self.warnings.map { $0.message().text(severity: .warning) }
    expectRecorded(texts.joined(separator: "\n\n"))
  }

  static let orphans: [Orphans] = [
    Orphans(processes: [12, 34], isGone: true),
    Orphans(processes: [12, 34], isGone: false),
    Orphans(processes: [], isGone: false),
  ]

  @Test func `orphans of a dead run`() {
    expectRecorded(Self.orphans.map { $0.message(stage: "plot", run: "R1") })
  }
}
