internal import PipelinePlanning

/// The lines about started stages; in a run of many stages, they show each reason once.
struct StartLines {
  /// Whether the run has many stages.
  var isLong = false
  private var told: Set<String> = []
  /// Lines that are printed only if the stage prints something, so that its output has a heading.
  private var held: [String: [String]] = [:]

  /// With more different reasons, the others are left out: `pipeline log` has them all.
  private static let reasonLimit = 20

  /// Returns those of a stage's start lines that are printed now; `isHeld` keeps the others for `take`.
  mutating func lines(
    _ lines: [String],
    of attempt: Event.AttemptStart,
    isHeld: Bool
  ) -> [String] {
    guard isLong, attempt.number == 1 else { return lines }
    let reason = attempt.reasons.first?.text() ?? ""
    if told.count < Self.reasonLimit, told.insert(reason).inserted { return lines }
    if isHeld { held[attempt.stage] = lines }
    return []
  }

  /// Removes and returns the held lines of a stage.
  mutating func take(_ stage: String) -> [String] { held.removeValue(forKey: stage) ?? [] }
}
