internal import PipelinePlanning

/// The texts about times in the live block.
enum BlockTimes {
  /// Returns a text for each stage, running ones first, all in the longest form that fits into `width`.
  static func texts(
    _ running: [Progress.Running],
    _ retrying: [Progress.Retrying],
    width: Int
  ) -> [String] {
    let choices = [
      running.map { text($0, usual: " of about ", overdue: $0.pace.overdueText) }
        + retrying.map(long),
      running.map { stage in
        let over = stage.pace.overdue.map { "\(elapsedText($0)) over" }
        return text(stage, usual: " / ", overdue: over)
      } + retrying.map(short),
    ]
    return choices.first { $0.allSatisfy { $0.columns <= width } }
      ?? running.map { elapsedText($0.elapsed) } + retrying.map(short)
  }

  /// Returns the elapsed and the usual time, for example `12 s of about 2 min`.
  ///
  /// If the stage is overdue, `overdue` replaces both.
  private static func text(
    _ stage: Progress.Running,
    usual word: String,
    overdue: String?
  ) -> String {
    let attempt = stage.attempt > 1 ? "attempt \(stage.attempt) · " : ""
    let usual = stage.usual.map { word + roughDurationText($0) } ?? ""
    return attempt + (overdue ?? elapsedText(stage.elapsed) + usual)
  }

  /// Returns the time until the next attempt, and its number, for example `retries in 4 s, attempt 2`.
  static func long(_ stage: Progress.Retrying) -> String {
    "\(short(stage)), attempt \(stage.attempt)"
  }

  private static func short(_ stage: Progress.Retrying) -> String {
    stage.wait > 0 ? "retries in \(elapsedText(stage.wait.rounded(.up)))" : "waits for a slot"
  }
}
