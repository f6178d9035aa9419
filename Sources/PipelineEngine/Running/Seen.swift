internal import PipelinePlanning

/// What was seen of a stage when it was judged.
struct Seen {
  var reasons: [Reason]
  var observation: Observation
  /// What the disk's clock had said before, in nanoseconds since 1970.
  var clock: Int64
}
