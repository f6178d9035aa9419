/// The expected duration and memory of a stage, from earlier runs.
package struct Estimate: Equatable, Sendable {
  /// The duration of its last success, in seconds; nil if unknown.
  ///
  /// 0 if the plan says that the stage is up to date and will not run.
  package var duration: Double?
  /// The peak memory of its last success, in bytes; nil if unknown.
  package var memory: Int?

  package init(duration: Double? = nil, memory: Int? = nil) {
    self.duration = duration
    self.memory = memory
  }
}
