/// The time that a running attempt has taken, beside the usual time of its stage; all in seconds.
package struct Pace: Equatable, Sendable {
  package var elapsed: Double
  /// The duration of the stage's last success; nil if unknown.
  package var usual: Double?
  /// The time since the attempt last printed something, or since its start; nil if unknown.
  package var silence: Double?

  /// Below this, a stage counts as on time, because such a difference is only noise.
  private static let leastOver = 2.0
  private static let leastSilence = 3.0

  package init(elapsed: Double, usual: Double? = nil, silence: Double? = nil) {
    (self.elapsed, self.usual, self.silence) = (elapsed, usual, silence)
  }

  /// The time beyond the usual time; nil if the usual time is unknown.
  package var over: Double? { usual.map { max(0, elapsed - $0) } }

  /// The time beyond the usual time, if it is at least half of the usual time and at least 2 s; else nil.
  package var overdue: Double? {
    guard let usual, let over, over >= max(usual / 2, Self.leastOver) else { return nil }
    return over
  }

  /// The silence, if it is at least 3 s; else nil.
  package var longSilence: Double? { silence.flatMap { $0 >= Self.leastSilence ? $0 : nil } }
}
