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

  /// What is missing now that a stage reads, as the end of an attempt; nil if everything is there.
  func missingInputs(of node: Graph.Node) -> AttemptEnd? {
    var missing: [String] = []
    for file in read {
      switch file.state {
      case .present: break
      case .missing: missing.append(file.path.text)
      case .unreadable(let fault): return .systemFailed(fault, path: file.path.text)
      }
    }
    let globs = node.inputs.filter { if case .glob = $0.pattern.kind { true } else { false } }
    let unmatched = Set(inputs.filter(\.files.isEmpty).map(\.pattern))
    missing += globs.map(\.text).filter(unmatched.contains)
    return missing.isEmpty ? nil : .inputsMissing(missing)
  }
}
