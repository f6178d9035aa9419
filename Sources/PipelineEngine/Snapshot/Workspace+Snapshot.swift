package import PipelinePlanning
package import PipelineSystem

extension Snapshot {
  /// Reads the snapshot of a root; nil where there is none that is whole.
  package init?(reading files: any FileSystem) {
    // Whatever lies there, reading it must cost no more than a snapshot of the largest pipeline.
    guard let stamp = files.state(of: Self.path).stamp, stamp.kind == .file, stamp.link == nil,
      stamp.size < 1 << 31,
      files.bytes(of: Self.path, from: 0, count: Self.header.count) == Self.header,
      let bytes = try? files.contents(of: Self.path)
    else { return nil }
    self.init(bytes: bytes)
  }

  /// The graph, of which a stage is made only when somebody asks for it.
  package func graph(make: @escaping @Sendable (Int) -> Graph.Node) -> Graph {
    Graph(
      name: graphName,
      names: names,
      nodes: NodeList(count: names.count, make: make),
      edges: GraphEdges(upstream: upstream, reads: reads, makerLists: makerLists),
      order: order.map { Int($0) },
      exclusives: exclusives
    )
  }
}

extension Workspace {
  /// Writes a new snapshot where that of the run before says too little by now.
  ///
  /// What cannot be written is found out once more the next time, and is no fault of the run.
  ///
  /// - Parameter memory: What is remembered after the run.
  package func renewSnapshot(after memory: Memory) {
    guard !isKnown(memory), let snapshot = try? SnapshotMaker.snapshot(of: self) else { return }
    try? files.replace(Snapshot.path, with: snapshot.bytes, isLasting: false)
    files.removeUnfinished(Snapshot.path)
  }

  /// Whether the snapshot there is says enough: a few stages of which there is news are judged quickly.
  private func isKnown(_ memory: Memory) -> Bool {
    believedSnapshot(memory.histories) != nil
      && memory.histories.news.count * 100 <= graph.nodes.count
  }
}
