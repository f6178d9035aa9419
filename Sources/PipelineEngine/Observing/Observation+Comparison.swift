internal import PipelinePlanning

extension Observation {
  /// The file that was changed last among those that are read.
  var newestRead: ObservedFile? {
    read.max { ($0.state.stamp?.modified ?? .min) < ($1.state.stamp?.modified ?? .min) }
  }

  /// When that was, in nanoseconds since 1970.
  var newestTime: Int64 { newestRead?.state.stamp?.modified ?? .min }

  /// When the newest of all that is read and was written was changed, in nanoseconds since 1970.
  var newestTimeOfAll: Int64 {
    outputs.flatMap(\.files).compactMap(\.state.stamp?.modified).reduce(newestTime, max)
  }

  /// What is read and no longer the same in a later observation, in byte order.
  func pathsThatDiffer(from later: Observation) -> [Path] {
    if scripts == later.scripts && inputs == later.inputs { return [] }
    let before = Dictionary(firstOf: read.map { ($0.path, $0) })
    let after = Dictionary(firstOf: later.read.map { ($0.path, $0) })
    // By stamp, whatever is in them: what was changed and changed back may have been read between.
    let changed = after.filter { path, file in before[path]?.state != file.state }
    return (changed.keys + before.keys.filter { after[$0] == nil }).sorted()
  }

  /// Whether the outputs are as they were in an earlier observation, and there are any.
  func leftOutputs(of earlier: Observation) -> Bool {
    let (now, before) = (outputs.flatMap(\.files), earlier.outputs.flatMap(\.files))
    return !now.isEmpty && now.count == before.count
      && zip(now, before).allSatisfy { $0.path == $1.path && $0.isSame(as: $1) }
  }

  /// The files that a stage made, each compared with what was there before.
  func outputFiles(since before: Observation) -> [Event.OutputFile] {
    let old = Dictionary(firstOf: before.outputs.flatMap(\.files).map { ($0.path, $0) })
    return outputs.flatMap(\.files).compactMap { file in
      guard let stamp = file.state.stamp, stamp.kind == .file else { return nil }
      let earlier = old[file.path]
      let change: Event.OutputFile.Change =
        earlier?.state.stamp == nil ? .new : earlier?.isSame(as: file) == true ? .same : .changed
      var output = Event.OutputFile()
      (output.path, output.size, output.change) = (file.path.text, stamp.size, change)
      output.digest = file.digest?.bytes.hexadecimal
      return output
    }
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
