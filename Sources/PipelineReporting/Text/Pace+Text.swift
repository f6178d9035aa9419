internal import PipelinePlanning

extension Pace {
  /// The overdue time of a stage: `29 s over the usual 1 s, silent for 28 s`; nil if it is not overdue.
  var overdueText: String? {
    guard let usual, let over = overdue else { return nil }
    let silent = longSilence.map { ", silent for \(elapsedText($0))" } ?? ""
    return "\(elapsedText(over)) over the usual \(roughDurationText(usual))\(silent)"
  }

  /// The elapsed and the usual time: `1.2 s of about 3 s`, `30.0 s · 29 s over the usual 1 s`.
  var text: String {
    let elapsed = durationText(elapsed)
    if let overdueText { return "\(elapsed) · \(overdueText)" }
    return elapsed + (usual.map { " of about \(roughDurationText($0))" } ?? "")
  }
}

/// Returns the estimate of the time that a run still takes: `about 2 min left`.
///
/// With an overdue stage, the estimate only covers the other stages: `more than 2 min left`.
func leftText(_ seconds: Double, isOverdue: Bool) -> String {
  "\(isOverdue ? "more than" : "about") \(roughDurationText(seconds)) left"
}
