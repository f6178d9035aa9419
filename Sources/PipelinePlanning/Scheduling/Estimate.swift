/// The expected duration and memory of a stage, from earlier runs.
package struct Estimate: Equatable, Sendable {
  /// The seconds of the last success; nil if unknown, and 0 if the plan says that the stage is up to date.
  package var duration: Double?
  /// The peak of the last success in bytes; nil if unknown.
  package var memory: Int?

  package init(duration: Double? = nil, memory: Int? = nil) {
    self.duration = duration
    self.memory = memory
  }
}
