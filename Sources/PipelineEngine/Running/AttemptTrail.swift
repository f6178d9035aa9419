internal import PipelinePlanning

/// The attempts of a stage so far, from the first one on.
struct AttemptTrail {
  /// Why the first attempt was begun.
  var reasons: [Reason]
  /// When it was, in milliseconds since 1970.
  var start: Int64
  /// The same by the clock that never goes back, in seconds.
  var started: Double
  /// The latest attempt that has ended.
  var last: Event.AttemptSummary?
}
