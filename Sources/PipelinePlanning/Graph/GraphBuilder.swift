package import PipelineDescription

extension Graph {
  /// Checks a pipeline and connects its stages; throws every fault at once.
  ///
  /// - Parameters:
  ///   - pipeline: What the manifest declares.
  ///   - resolver: Turns spellings into paths.
  ///   - manifest: The manifest's own path, nil where there is none.
  ///   - realPath: Where a path leads when every link on the way is followed; asked on several threads.
  ///   - parallel: Does two checks at once.
  /// - Throws: All the faults, in the order of their lines.
  package init(
    _ pipeline: Pipeline,
    resolver: PathResolver,
    manifest: Path? = nil,
    realPath: @escaping @Sendable (Path) -> Path = { $0 },
    parallel: some Parallel = InTurn()
  ) throws(GraphFaults) {
    let links = Links(follow: realPath)
    let (declared, nodes) = parallel.both {
      DeclarationCheck(pipeline: pipeline).faults
    } _: {
      var reader = PatternReader(resolver, expecting: pipeline.stages.count)
      return pipeline.stages.map { Node($0, &reader) }
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
      nodes: NodeList(nodes),
      edges: edges,
      order: order.order,
      exclusives: Set(nodes.flatMap(\.stage.exclusives).map(\.name)).sorted()
    )
  }

  /// Draws the edges, from names and from files.
  private static func connect(
    _ nodes: [Node],
    _ outputs: OutputTable
  ) -> (edges: GraphEdges, faults: [GraphFault]) {
    var faults: [GraphFault] = []
    // Only where some stage names another one.
    lazy var indices = Dictionary(
      nodes.enumerated().map { ($0.element.stage.name, $0.offset) },
      uniquingKeysWith: { first, _ in first }
    )
    var makers = MakerTable(outputs, stageCount: nodes.count)
    var (upstreams, reads) = (NumberLists(), NumberLists())
    for (index, node) in nodes.enumerated() {
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
        // A file that a stage names both as its input and its output is a fault told elsewhere.
        upstream += makers.lists[list].filter { $0 != index }
      }
      upstreams.append(upstream.count < 2 ? upstream : Set(upstream).sorted())
    }
    return (GraphEdges(upstream: upstreams, reads: reads, makerLists: makers.lists), faults)
  }

  private static func links(of cycle: [StageID], in nodes: [Node]) -> [GraphFault.CycleLink] {
    cycle.enumerated().map { position, index in
      let next = nodes[cycle[(position + 1) % cycle.count]]
      let node = nodes[index]
      let file = next.outputs.first { output in
        node.scripts.contains { output.path == $0 || $0.isInside(output.path) }
          || node.inputs.contains { $0.reads(output) }
      }
      let isNamed = node.stage.upstream.contains { $0.name == next.stage.name }
      return GraphFault.CycleLink(
        stage: node.stage.name,
        place: node.stage.place,
        // Where a link hides which output it is, the first stands for all.
        file: isNamed ? nil : (file ?? next.outputs.first)?.text
      )
    }
  }
}
