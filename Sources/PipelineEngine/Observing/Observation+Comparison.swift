internal import PipelinePlanning

extension Observation {
  /// Everything that is read: scripts and inputs.
  private var read: [ObservedFile] { scripts + inputs.flatMap(\.files) }

  /// The file that was changed last among those that are read.
  var newestRead: ObservedFile? {
    read.max { ($0.state.stamp?.modified ?? .min) < ($1.state.stamp?.modified ?? .min) }
  }

  /// When that was, in nanoseconds since 1970.
  var newestTime: Int64 { newestRead?.state.stamp?.modified ?? .min }

  /// What is read and no longer the same in a later observation, in byte order.
  func pathsThatDiffer(from later: Observation) -> [Path] {
    let before = Set(read)
    let after = Set(later.read)
    return Set(before.symmetricDifference(after).map(\.path)).sorted()
  }
}
