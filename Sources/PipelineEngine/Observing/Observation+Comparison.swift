internal import PipelinePlanning

extension Observation {
  /// The script or input that was modified last.
  var newestRead: ObservedFile? {
    read.max { ($0.state.stamp?.modified ?? .min) < ($1.state.stamp?.modified ?? .min) }
  }

  /// In nanoseconds since 1970; `Int64.min` if no script or input exists.
  var newestTime: Int64 { newestRead?.state.stamp?.modified ?? .min }

  /// The newest time of all scripts, inputs and outputs, in nanoseconds since 1970.
  var newestTimeOfAll: Int64 {
    outputs.flatMap(\.files).compactMap(\.state.stamp?.modified).reduce(newestTime, max)
  }

  /// Returns the scripts and inputs that differ in a later observation, in byte order.
  func pathsThatDiffer(from later: Observation) -> [Path] {
    if scripts == later.scripts && inputs == later.inputs { return [] }
    let before = Dictionary(firstOf: read.map { ($0.path, $0) })
    let after = Dictionary(firstOf: later.read.map { ($0.path, $0) })
    // Compares stamps, not contents, because a script could have read a file before it changed back.
    let changed = after.filter { path, file in before[path]?.state != file.state }
    return (changed.keys + before.keys.filter { after[$0] == nil }).sorted()
  }

  /// Whether there are outputs, and all of them are the same as in an earlier observation.
  func leftOutputs(of earlier: Observation) -> Bool {
    let (now, before) = (outputs.flatMap(\.files), earlier.outputs.flatMap(\.files))
    return !now.isEmpty && now.count == before.count
      && zip(now, before).allSatisfy { $0.path == $1.path && $0.isSame(as: $1) }
  }

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

  /// Returns the end of an attempt that lacks scripts or inputs, or cannot read them; nil if all are there.
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
