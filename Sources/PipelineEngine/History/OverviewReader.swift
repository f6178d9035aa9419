internal import PipelinePlanning
internal import PipelineReporting

/// Builds the overview of one run from its lines, the last line first.
struct OverviewReader {
  private(set) var overview: RunOverview
  private let id: ArraySlice<UInt8>
  /// The stages whose last line has been read; their earlier lines do not count.
  private var seenStages: Set<[UInt8]> = []

  init(_ line: LineHead) {
    id = line.run
    overview = RunOverview(run: RunEvents(id: String(decoding: line.run, as: UTF8.self)))
  }

  func isOf(_ line: LineHead) -> Bool { line.run.elementsEqual(id) }

  mutating func take(_ line: LineHead, from walk: inout LogWalk) {
    switch line.event {
    case .runStarted, .runFinished:
      guard let entry = walk.entry(of: line) else { return }
      overview.run.add(entry.event)
      guard let end = overview.run.end else { return }
      overview.succeeded = end.succeeded
      overview.failed = end.failed.count
    // The line of the run's end has the final counts, so earlier lines add nothing to them.
    case _ where overview.run.end != nil: return
    case .stageFinished:
      guard let stage = line.stage, seenStages.insert(Array(stage)).inserted else { return }
      if line.isSuccess {
        overview.succeeded += 1
      } else {
        overview.failed += 1
        overview.failedStages.insert(String(decoding: stage, as: UTF8.self))
      }
    case .attemptStarted, .attemptFinished:
      guard let stage = line.stage, seenStages.insert(Array(stage)).inserted else { return }
      // No later line reports the end of the stage, so the stage runs or waits for its next attempt.
      if let entry = walk.entry(of: line) { takeLive(entry) }
    case .scriptFinished, .warning, .accepted, .cleaned, nil: return
    }
  }

  private mutating func takeLive(_ line: LogLine) {
    if let attempt = AttemptEvents(line) { overview.run.attempts.insert(attempt, at: 0) }
  }
}
