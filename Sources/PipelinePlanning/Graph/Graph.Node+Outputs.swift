extension Graph.Node {
  /// The declared outputs, each once: two scripts of a stage may both name the same.
  package var distinctOutputs: [FilePattern] {
    var seen: Set<FilePattern> = []
    return outputs.filter { seen.insert($0).inserted }
  }
}
