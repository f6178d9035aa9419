internal import PipelinePlanning

/// What was seen of a stage when it was judged.
struct Seen {
  var reasons: [Reason]
  var observation: Observation
  /// What the disk's clock had said before, in nanoseconds since 1970.
  var clock: Int64

  /// Whether no file could have changed since without another stamp.
  var isSettled: Bool {
    let files = observation.read + observation.outputs.flatMap(\.files)
    let newest = files.compactMap(\.state.stamp?.modified).max() ?? .min
    return newest < clock || newest > clock + DiskClock.longestTick
  }
}
