package import PipelinePlanning

/// The seam to whoever watches a run.
///
/// Everything is told in order, from the loop alone, whichever thread that is on.
package protocol Reporter: Sendable {
  /// Whether it wants what the scripts print.
  var wantsOutput: Bool { get }

  /// Something happened.
  mutating func report(_ event: Event)

  /// A script printed these bytes.
  mutating func output(_ bytes: [UInt8], of stage: String)

  /// So many bytes of what a script printed are not handed on.
  mutating func skip(_ count: Int, of stage: String)

  /// The last bytes that a stage printed which has failed; its end is reported next.
  mutating func tail(_ bytes: [UInt8], of stage: String)

  /// Time has passed, some tenths of a second: this is where the run stands.
  mutating func tick(_ progress: Progress)
}
