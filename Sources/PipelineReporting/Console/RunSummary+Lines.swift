internal import PipelineDescription
internal import PipelinePlanning

extension Event.RunSummary {
  /// Returns the last lines of a run; none after a successful run in quiet mode.
  func lines(recap: [String], _ display: Display) -> [String] {
    let style = display.style
    let stale = style.staleLines("now", staleDownstream)
    guard isSuccess else { return recap + stale + ["\(style.mark(.failure)) \(failure)"] }
    return display.isQuiet ? [] : adoption + stale + ["\(style.mark(.success)) \(success)"]
  }

  private var success: String {
    succeeded == 0
      ? dotted(["nothing to do", done]) : dotted(["done in \(durationText(duration))", done])
  }

  private var failure: String {
    let what = nonzero([
      (failed.count, "failed"), (blocked.count, "not run"), (cancelled.count, "cancelled"),
    ])
    let stopped = signal.map { "interrupted by \(signalText($0))" }
    let unwritten = fault.map {
      "the log or the records could not be written (\($0.words.printable))"
    }
    return dotted([unwritten, stopped, what, done, durationText(duration)])
  }

  /// A note that the first run trusted file times, because these mean little in a fresh clone.
  private var adoption: [String] {
    if adopted == 0 { return [] }
    let stages = counted(adopted, "stage")
    return [
      "first run here: \(stages) \(adopted == 1 ? "counts" : "count") as up to date, because no output is older than its inputs"
    ]
  }

  private var done: String {
    nonzero([(succeeded, "ran"), (upToDate, "up to date")])
  }
}
