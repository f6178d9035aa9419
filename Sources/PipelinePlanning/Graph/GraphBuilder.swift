package import PipelineDescription

extension Graph {
  /// Checks a pipeline and connects its stages, or throws all faults.
  ///
  /// `realPath` follows all symbolic links of a path, and must be safe to call from several threads.
  package init(
    _ pipeline: Pipeline,
    resolver: PathResolver,
    manifest: Path? = nil,
    realPath: @escaping @Sendable (Path) -> Path = { $0 },
    parallel: some Parallel = Sequential()
  ) throws(GraphFaults) {
    let links = Links(follow: realPath)
    let (declared, nodes) = parallel.both {
      DeclarationCheck(pipeline: pipeline).faults
    } _: {
      var reader = PatternReader(
        resolver,
        ignored: IgnoreList(pipeline, resolver: resolver),
        expecting: pipeline.stages.count
      )
      return NodeList(pipeline.stages.map { Node($0, &reader) })
    }
    let outputs = OutputTable(nodes: nodes, links: links)
    let (placed, (edges, unknown)) = parallel.both {
      OutputCheck(nodes: nodes, table: outputs, manifest: manifest, links: links).faults
    } _: {
      Self.connect(nodes, outputs)
    }
    var faults = declared + placed + unknown
    let order = TopologicalOrder(edges: edges)
    faults += order.cycles.map { .cycle(Self.links(of: $0, in: nodes)) }
    guard faults.isEmpty else { throw GraphFaults(faults) }
    self.init(
      name: pipeline.name,
      names: nodes.map(\.stage.name),
      nodes: nodes,
      edges: edges,
      order: order.order,
      exclusives: Set(nodes.flatMap(\.stage.exclusives).map(\.name)).sorted()
    )
  }

  /// Creates edges from named upstream stages, and from files that one stage makes and another stage reads.
  private static func connect(
    _ nodes: NodeList,
    _ outputs: OutputTable
  ) -> (edges: GraphEdges, faults: [GraphFault]) {
    var faults: [GraphFault] = []
    lazy var indices = Dictionary(
      firstOf: zip(nodes.lazy.map(\.stage.name), nodes.indices)
    )
    var makers = MakerTable(outputs, stageCount: nodes.count)
    var (upstreams, reads) = (NumberLists(), NumberLists())
    for (stage, node) in zip(nodes.indices, nodes) {
      var upstream: [StageID] = []
      for reference in node.stage.upstream {
        if let other = indices[reference.name] {
          upstream.append(other)
        } else {
          faults.append(
            .unknownUpstream(
              stage: node.stage.name,
              name: reference.name,
              nearest: nearestName(to: reference.name, among: indices.keys.sorted()),
              place: reference.place
            )
          )
        }
      }
      let read = makers.read(by: node)
      reads.append(read.flatMap { [$0.position, $0.list] })
      for (_, list) in read {
        // A stage never waits for itself. `OutputCheck` reports outputs that are also inputs of their stage.
        upstream += makers.lists[list].stages.filter { $0 != stage }
      }
      upstreams.append(upstream.count < 2 ? upstream : Set(upstream).sorted())
    }
    return (GraphEdges(upstream: upstreams, reads: reads, makerLists: makers.lists), faults)
  }

  private static func links(of cycle: [StageID], in nodes: NodeList) -> [GraphFault.CycleLink] {
    cycle.enumerated().map { position, stage in
      let next = nodes[cycle[(position + 1) % cycle.count]]
      let node = nodes[stage]
      let file = next.outputs.first { output in
        node.scripts.contains { output.path == $0 || $0.isInside(output.path) }
          || node.inputs.contains { $0.reads(output) }
      }
      let isNamed = node.stage.upstream.contains { $0.name == next.stage.name }
      return GraphFault.CycleLink(
        stage: node.stage.name,
        place: node.stage.place,
        // Symbolic links can hide which output this stage reads; the message then names the first output.
        file: isNamed ? nil : (file ?? next.outputs.first)?.text
      )
    }
  }
}
