internal import PipelinePlanning

/// The texts about times in the live block, in the longest form that fits.
enum BlockTimes {
  /// Returns a text for each stage, the running ones first.
  ///
  /// All texts have the same form, so that they read as a column. `width` is in columns.
  static func texts(
    _ running: [Progress.Running],
    _ retrying: [Progress.Retrying],
    width: Int
  ) -> [String] {
    let choices = [
      running.map(long) + retrying.map(long),
      running.map(short) + retrying.map(short),
    ]
    return choices.first { $0.allSatisfy { $0.columns <= width } }
      ?? running.map { elapsedText($0.elapsed) } + retrying.map(short)
  }

  /// Returns the elapsed and the usual time: `12 s of about 2 min`.
  static func long(_ stage: Progress.Running) -> String {
    attempt(stage)
      + (stage.pace.overdueText ?? elapsedText(stage.elapsed)
        + (stage.usual.map { " of about \(roughDurationText($0))" } ?? ""))
  }

  /// Returns the time until the next attempt, and its number: `retries in 4 s, attempt 2`.
  static func long(_ stage: Progress.Retrying) -> String {
    "\(short(stage)), attempt \(stage.attempt)"
  }

  private static func short(_ stage: Progress.Running) -> String {
    if let over = stage.pace.overdue { return attempt(stage) + "\(elapsedText(over)) over" }
    return attempt(stage) + elapsedText(stage.elapsed)
      + (stage.usual.map { " / \(roughDurationText($0))" } ?? "")
  }

  private static func short(_ stage: Progress.Retrying) -> String {
    stage.wait > 0 ? "retries in \(elapsedText(stage.wait.rounded(.up)))" : "waits for a slot"
  }

  private static func attempt(_ stage: Progress.Running) -> String {
    stage.attempt > 1 ? "attempt \(stage.attempt) · " : ""
  }
}
