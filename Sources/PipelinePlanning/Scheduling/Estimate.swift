/// What is known of a stage from earlier runs.
package struct Estimate: Equatable, Sendable {
  /// How long its last success took, in seconds; 0 where it is planned to be left alone; nil where
  /// that is not known.
  package var duration: Double?
  /// How much memory its last success held at most, in bytes; nil where that is not known.
  package var memory: Int?

  package init(duration: Double? = nil, memory: Int? = nil) {
    self.duration = duration
    self.memory = memory
  }
}
