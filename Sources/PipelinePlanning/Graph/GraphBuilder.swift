package import PipelineDescription

extension Graph {
  /// Checks a pipeline and connects its stages; throws every fault at once.
  ///
  /// - Parameters:
  ///   - pipeline: What the manifest declares.
  ///   - resolver: Turns spellings into paths.
  ///   - manifest: The manifest's own path, nil where there is none.
  ///   - realPath: Where a path leads when the links on the way to it are followed, so that one file
  ///     under two names is seen as one.
  /// - Throws: All the faults, in the order of their lines.
  package init(
    _ pipeline: Pipeline,
    resolver: PathResolver,
    manifest: Path? = nil,
    realPath: @escaping (Path) -> Path = { $0 }
  ) throws(GraphFaults) {
    var nodes = pipeline.stages.map { Node($0, resolver: resolver) }
    var faults = DeclarationCheck(pipeline: pipeline).faults
    faults += OutputCheck(nodes: nodes, manifest: manifest, realPath: realPath).faults
    faults += Self.connect(&nodes, realPath: realPath)
    let order = TopologicalOrder(nodes: nodes)
    faults += order.cycles.map { .cycle(Self.links(of: $0, in: nodes)) }
    guard faults.isEmpty else { throw GraphFaults(faults) }
    self.init(name: pipeline.name, nodes: nodes, order: order.order)
  }

  /// Draws the edges, from names and from files.
  private static func connect(_ nodes: inout [Node], realPath: @escaping (Path) -> Path)
    -> [GraphFault]
  {
    var faults: [GraphFault] = []
    var indices: [String: StageIndex] = [:]
    for (index, node) in nodes.enumerated() where indices[node.stage.name] == nil {
      indices[node.stage.name] = index
    }
    let outputs = OutputTable(nodes: nodes, realPath: realPath)
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
      let makers = outputs.makers(of: nodes[index], at: index)
      upstream.formUnion(makers)
      nodes[index].makers = makers
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
          || node.inputs.contains { OutputTable.reads($0, output: output) }
      }
      let isNamed = node.stage.upstream.contains { $0.name == next.stage.name }
      return GraphFault.CycleLink(
        stage: node.stage.name,
        line: node.stage.line,
        file: isNamed ? nil : file?.text
      )
    }
  }
}

extension Graph.Node {
  init(_ stage: Stage, resolver: PathResolver) {
    self.stage = stage
    var seen: Set<String> = []
    inputs = Self.inputs(of: stage, resolver).compactMap { input in
      let pattern = InputPattern(
        pattern: FilePattern(input.path, resolver: resolver),
        except: input.except.map { FilePattern($0, resolver: resolver) },
        line: input.line
      )
      return seen.insert(pattern.text).inserted ? pattern : nil
    }
    outputs = stage.outputs.map { FilePattern($0.path, resolver: resolver) }
    var paths: Set<Path> = []
    scripts = stage.steps.compactMap { step in
      guard case .script(let script) = step else { return nil }
      let path = resolver.path(script.path)
      return paths.insert(path).inserted ? path : nil
    }
  }

  /// What the stage reads; a file that one of its scripts makes for a later one is no input.
  private static func inputs(of stage: Stage, _ resolver: PathResolver) -> [Input] {
    var made: Set<Path> = []
    var inputs: [Input] = []
    for step in stage.steps {
      inputs += step.inputs.filter { input in
        let pattern = FilePattern(input.path, resolver: resolver)
        return pattern.kind != .file || !made.contains(pattern.path)
      }
      for output in step.outputs { made.insert(FilePattern(output.path, resolver: resolver).path) }
    }
    return inputs + stage.declaredInputs
  }
}
