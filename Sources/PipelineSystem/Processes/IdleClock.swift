/// Measures how long a script has neither printed nor computed.
struct IdleClock: Equatable, Sendable {
  private var printed: Int64
  private var cpu: Double?
  /// The running time of the script at its last sign of work.
  private var last: Duration = .zero

  /// `printed` is the number of bytes in the script's log before its start.
  init(printed: Int64) { self.printed = printed }

  /// Returns the idle time; `cpu` is the latest sample of processor time in seconds, nil if there is none.
  ///
  /// The sample also falls when a process of the script ends, so any change is a sign of work. Without a
  /// sample, nobody knows that the script does not compute, so it counts as working.
  mutating func idle(printed: Int64, cpu: Double?, at elapsed: Duration) -> Duration {
    if printed != self.printed || cpu != self.cpu || cpu == nil { last = elapsed }
    (self.printed, self.cpu) = (printed, cpu)
    return elapsed - last
  }
}
