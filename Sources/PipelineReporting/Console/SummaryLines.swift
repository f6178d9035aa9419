internal import PipelinePlanning

/// The last lines of a run: what came of it, and what is stale now.
struct SummaryLines {
  private let summary: Event.RunSummary
  private let display: Display

  init(_ summary: Event.RunSummary, _ display: Display) {
    self.summary = summary
    self.display = display
  }

  /// The lines, with the verdict as the last; none after a good run of which only what went wrong is
  /// to be told.
  ///
  /// - Parameter recap: What went wrong, in lines.
  /// - Returns: The lines.
  func lines(recap: [String]) -> [String] {
    guard summary.isSuccess else { return recap + stale + [failure] }
    return display.isQuiet ? [] : adopted + stale + [success]
  }

  private var success: String {
    if summary.succeeded == 0 {
      return line(.success, ["nothing to do", nonzero([(summary.upToDate, "up to date")])])
    }
    return line(.success, ["done in \(durationText(summary.duration))", done])
  }

  private var failure: String {
    let what = nonzero([
      (summary.failed.count, "failed"), (summary.blocked.count, "not run"),
      (summary.cancelled.count, "cancelled"),
    ])
    let stopped = summary.signal.map { "interrupted by \(signalText($0))" } ?? ""
    let unwritten =
      summary.fault.map { "log or records could not be written (\($0.words.printable))" } ?? ""
    return line(.failure, [unwritten, stopped, what, done, durationText(summary.duration)])
  }

  /// Said once, since times mean little in a fresh clone.
  private var adopted: [String] {
    if summary.adopted == 0 { return [] }
    let stages = counted(summary.adopted, "stage")
    return [
      "first run here: \(stages) taken as up to date, as no output is older than what it is made from"
    ]
  }

  private var stale: [String] {
    guard let first = summary.staleDownstream.first else { return [] }
    return [
      "now stale: \(listed(summary.staleDownstream, limit: 5)) · pipeline --from \(first.printable)"
    ]
  }

  private var done: String {
    nonzero([(summary.succeeded, "ran"), (summary.upToDate, "up to date")])
  }

  private func line(_ mark: Style.Mark, _ parts: [String]) -> String {
    "\(display.style.mark(mark)) \(dotted(parts))"
  }
}
