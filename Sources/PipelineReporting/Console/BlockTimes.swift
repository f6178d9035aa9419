internal import PipelinePlanning

/// What the live block says of the time of each stage, as much as there is room for.
enum BlockTimes {
  /// The same words for all, so that they are read as a column.
  ///
  /// - Parameters:
  ///   - running: The stages that run.
  ///   - retrying: The stages that wait for their next attempt.
  ///   - width: How many columns there are.
  /// - Returns: A text for each of them, the running ones first.
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

  /// For how long a stage has been running, and how long it takes: `12 s of about 2 min`.
  static func long(_ stage: Progress.Running) -> String {
    attempt(stage) + elapsedText(stage.elapsed)
      + (stage.usual.map { " of about \(roughDurationText($0))" } ?? "")
  }

  /// When a stage is tried again: `retries in 4 s, attempt 2`.
  static func long(_ stage: Progress.Retrying) -> String {
    "\(short(stage)), attempt \(stage.attempt)"
  }

  private static func short(_ stage: Progress.Running) -> String {
    attempt(stage) + elapsedText(stage.elapsed)
      + (stage.usual.map { " / \(roughDurationText($0))" } ?? "")
  }

  private static func short(_ stage: Progress.Retrying) -> String {
    stage.wait > 0 ? "retries in \(elapsedText(stage.wait.rounded(.up)))" : "waits for a place"
  }

  private static func attempt(_ stage: Progress.Running) -> String {
    stage.attempt > 1 ? "attempt \(stage.attempt) · " : ""
  }
}
