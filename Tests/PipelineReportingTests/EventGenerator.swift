import PipelinePlanning
import PipelineTestSupport

/// Makes events of every logged kind, with every kind of reason, end and warning, whose names are bad.
enum EventGenerator {
  static func events(using random: inout SeededGenerator) -> [Event] {
    let names = (0..<6).map { _ in name(using: &random) }
    let path = Path(names[0])
    let fault = SystemFault(number: 5, words: names[1])
    let stamp = Stamp(size: .max, modified: .min, link: names[2])
    let changes: [Reason.Change] = [
      .missing, .appeared, .unreadable(fault),
      .changed(from: stamp, to: Stamp(size: 0, modified: 1)),
    ]
    let ends: [AttemptEnd] = [
      .succeeded, .stopped, .exited(code: .min, script: 0), .signaled(signal: 9, script: 1),
      .timedOut(after: .seconds(1), script: .max), .outputsMissing(names),
      .notStarted(.interpreterMissing(names[3], script: names[4]), script: 0),
      .systemFailed(fault, path: names[0]),
    ]
    let plain: [Reason] = [
      .lastAttemptInterrupted, .neverRun, .alwaysRuns, .scriptsChanged(from: names, to: []),
      .argumentsChanged(script: names[0], from: names, to: []),
      .interpreterChanged(script: names[0], from: nil, to: names[1]),
      .commandChanged(from: names[0], to: names[1]), .inputsDeclared(added: names, removed: []),
      .outputsDeclared(added: [], removed: names), .variablesDeclared(added: names, removed: names),
      .parametersDeclared(added: names, removed: names),
      .parameterChanged(names[0], from: names[1], to: names[0]),
      .variableChanged(names[0]), .inputSet(pattern: names[0], added: [path], removed: []),
      .outputSet(pattern: names[0], added: [], removed: [path]), .changedMeanwhile(path),
      .newer(input: path, output: Path(bytes: [0xFF, 0x0A, 0x22])), .upstreamRanAgain(names[0]),
      .forced,
    ]
    let changed = changes.flatMap { change -> [Reason] in
      [.script(path, change), .input(path, change), .output(path, change)]
    }
    let reasons = plain + changed + ends.map { .lastAttemptFailed($0) }
    let warnings: [Event.Warning] = [
      .upstreamStale(stage: names[0], upstream: names[1], reason: reasons[3]),
      .outputsUndone(
        stage: names[0],
        run: names[1],
        isRestored: names[0] < names[1],
        kept: names[2]
      ),
      .outputsNotUndone(
        stage: names[0],
        path: names[1],
        SystemFault(number: 5, words: names[2])
      ),
      .asideUnknown(folder: names[0]),
      .inputChangedMeanwhile(stage: names[0], path: names[1], again: names[0] < names[1]),
      .outputKept(stage: names[0], path: names[1], copy: names[2]),
      .futureTime(stage: names[0], path: names[1]), .recordsDamaged(count: 1),
      .recordsNotWritten(fault),
      .manifestChanged(path: names[0]),
    ]
    return [Sample.runStarted(selected: 1, toRun: 1, mayRun: 0), Sample.runFinished(failed: names)]
      + ends.map { .stageFinished(Sample.stage(names[5], $0, reasons: reasons)) }
      + ends.map { .attemptFinished(Sample.attempt(names[5], $0, reasons: reasons)) }
      + warnings.map { .warning($0) }
  }

  /// A name of what forges lines, controls terminals and hides.
  private static func name(using random: inout SeededGenerator) -> String {
    let pieces = [
      "a", "\n", "\r\n", "\"}", "\\", "\u{0}", "\u{1B}[2J", "\u{9B}", "\u{2028}", "\u{202E}", "é",
      "{\"stage\":\"b\",\"success\":true}", "😀", "\t", "\u{7F}", " ",
    ]
    return (0..<8).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }
}
