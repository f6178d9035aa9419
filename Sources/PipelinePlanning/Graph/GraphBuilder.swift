package import PipelineDescription

extension Graph {
  /// Checks a pipeline and connects its stages; throws every fault at once.
  ///
  /// - Parameters:
  ///   - pipeline: What the manifest declares.
  ///   - resolver: Turns spellings into paths.
  ///   - manifest: The manifest's own path, nil where there is none.
  ///   - realPath: Where a path leads when every link on the way is followed.
  /// - Throws: All the faults, in the order of their lines.
  package init(
    _ pipeline: Pipeline,
    resolver: PathResolver,
    manifest: Path? = nil,
    realPath: @escaping (Path) -> Path = { $0 }
  ) throws(GraphFaults) {
    let links = Links(follow: realPath)
    var nodes = pipeline.stages.map { Node($0, resolver: resolver) }
    var faults = DeclarationCheck(pipeline: pipeline).faults
    faults += OutputCheck(nodes: nodes, manifest: manifest, links: links).faults
    faults += Self.connect(&nodes, links)
    let order = TopologicalOrder(nodes: nodes)
    faults += order.cycles.map { .cycle(Self.links(of: $0, in: nodes)) }
    guard faults.isEmpty else { throw GraphFaults(faults) }
    self.init(name: pipeline.name, nodes: nodes, order: order.order)
  }

  /// Draws the edges, from names and from files.
  private static func connect(_ nodes: inout [Node], _ links: Links) -> [GraphFault] {
    var faults: [GraphFault] = []
    var indices: [String: StageIndex] = [:]
    for (index, node) in nodes.enumerated() where indices[node.stage.name] == nil {
      indices[node.stage.name] = index
    }
    let outputs = OutputTable(nodes: nodes, links: links)
    var downstream: [[StageIndex]] = Array(repeating: [], count: nodes.count)
    for index in nodes.indices {
      var upstream: Set<StageIndex> = []
      for reference in nodes[index].stage.upstream {
        if let other = indices[reference.name] {
          upstream.insert(other)
        } else {
          faults.append(
            .unknownUpstream(
              stage: nodes[index].stage.name,
              name: reference.name,
              nearest: nearestName(to: reference.name, among: indices.keys.sorted()),
              line: reference.line
            )
          )
        }
      }
      // A file that a stage names both as its input and its output is a fault told elsewhere.
      nodes[index].scriptMakers = nodes[index].scripts.map {
        outputs.makers(ofFile: $0).subtracting([index])
      }
      nodes[index].inputMakers = nodes[index].inputs.map {
        outputs.makers(of: $0).subtracting([index])
      }
      upstream.formUnion(nodes[index].makers)
      nodes[index].upstream = upstream.sorted()
      for other in upstream { downstream[other].append(index) }
    }
    for index in nodes.indices { nodes[index].downstream = downstream[index] }
    return faults
  }

  private static func links(of cycle: [StageIndex], in nodes: [Node]) -> [GraphFault.CycleLink] {
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
        line: node.stage.line,
        // Where a link hides which output it is, the first stands for all.
        file: isNamed ? nil : (file ?? next.outputs.first)?.text
      )
    }
  }
}

extension Graph.Node {
  init(_ stage: Stage, resolver: PathResolver) {
    self.stage = stage
    inputs = Self.inputs(of: stage, resolver: resolver)
    outputs = stage.outputs.map { FilePattern($0.path, resolver: resolver) }
    var paths: Set<Path> = []
    scripts = stage.steps.compactMap { step in
      guard case .script(let script) = step else { return nil }
      let path = resolver.path(script.path)
      return paths.insert(path).inserted ? path : nil
    }
  }
  /// What the stage reads, each pattern once.
  ///
  /// What an earlier script of the same stage makes is handed on within the stage, and no input.
  private static func inputs(of stage: Stage, resolver: PathResolver) -> [InputPattern] {
    var made: [FilePattern] = []
    var read: [InputPattern] = []
    for step in stage.steps {
      read += step.inputs.map { InputPattern($0, resolver: resolver) }.filter { input in
        !made.contains { $0.path == input.pattern.path || input.pattern.path.isInside($0.path) }
      }
      made += step.outputs.map { FilePattern($0.path, resolver: resolver) }
    }
    read += stage.declaredInputs.map { InputPattern($0, resolver: resolver) }
    var seen: Set<ExactText> = []
    return read.filter { seen.insert(ExactText($0.text)).inserted }
  }
}

extension InputPattern {
  init(_ input: Input, resolver: PathResolver) {
    self.init(
      pattern: FilePattern(input.path, resolver: resolver),
      except: input.except.map { FilePattern($0, resolver: resolver) },
      line: input.line
    )
  }
}
