package import PipelinePlanning

/// The seam to whoever watches a run.
///
/// Everything is told in order, from the loop alone.
package protocol Reporter {
  /// Whether it wants what the scripts print.
  var wantsOutput: Bool { get }

  /// Something happened.
  mutating func report(_ event: Event)

  /// A script printed these bytes.
  mutating func output(_ bytes: [UInt8], of stage: String)

  /// A failed stage's last bytes, where it does not follow what scripts print.
  mutating func tail(_ bytes: [UInt8], of stage: String)

  /// Time has passed: these stages run, each for so many seconds.
  mutating func tick(running: [(stage: String, seconds: Double)])
}
