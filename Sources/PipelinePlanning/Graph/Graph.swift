package import PipelineDescription

/// A valid pipeline: its stages, what connects them, and the order in which they run.
package struct Graph: Sendable {
  /// A stage with its paths in normal form and its place among the others.
  package struct Node: Sendable {
    package var stage: Stage
    package var inputs: [InputPattern]
    package var outputs: [FilePattern]
    /// The script files, each once, in order.
    package var scripts: [Path]
    /// For each script, who makes it.
    package var scriptMakers: [Set<StageIndex>] = []
    /// For each input, who makes something of it; the stage itself left out.
    package var inputMakers: [Set<StageIndex>] = []
    /// The stages this one waits for, in order of declaration.
    package var upstream: [StageIndex] = []
    /// Those of them that make something this stage reads.
    package var makers: Set<StageIndex> {
      (scriptMakers + inputMakers).reduce(into: []) { $0.formUnion($1) }
    }
    /// The stages that wait for this one.
    package var downstream: [StageIndex] = []

    /// Upstream stages that no file connects: that they ran again is itself a reason.
    package var unconnectedUpstream: [StageIndex] {
      let makers = makers
      return upstream.filter { !makers.contains($0) }
    }
  }

  /// The position of a stage in the order of declaration.
  package typealias StageIndex = Int

  package let name: String
  package let nodes: [Node]
  /// Topological; among stages that could go either way, the order of declaration.
  package let order: [StageIndex]

  package func name(of index: StageIndex) -> String { nodes[index].stage.name }

  /// The stage of this name; nil where there is none.
  package func index(of name: String) -> StageIndex? {
    nodes.firstIndex { $0.stage.name == name }
  }

  /// Everything reached from some stages over the edges that `next` gives, the stages included.
  package func closure(
    of stages: some Sequence<StageIndex>,
    over next: (Node) -> [StageIndex]
  ) -> Set<StageIndex> {
    var reached = Set(stages)
    var open = Array(reached)
    while let index = open.popLast() {
      for neighbour in next(nodes[index]) where reached.insert(neighbour).inserted {
        open.append(neighbour)
      }
    }
    return reached
  }
}

/// A declared input in normal form, with what it leaves out.
package struct InputPattern: Sendable, Equatable {
  package var pattern: FilePattern
  package var except: [FilePattern]
  /// The line of the manifest on which it is declared.
  package var line: Int

  package init(pattern: FilePattern, except: [FilePattern], line: Int) {
    self.pattern = pattern
    self.except = except
    self.line = line
  }

  /// The pattern with its exceptions, as records and messages name it.
  package var text: String {
    except.isEmpty
      ? pattern.text : pattern.text + " except " + except.map(\.text).joined(separator: ", ")
  }

  package func matches(_ path: Path) -> Bool {
    pattern.matches(path) && !except.contains { $0.matches(path) }
  }

  /// Whether something in the folder may be a match.
  package func mayMatchInside(_ folder: Path) -> Bool {
    pattern.mayMatchInside(folder)
      && !except.contains {
        $0.kind == .folder && ($0.path == folder || folder.isInside($0.path))
      }
  }

  /// Whether an output is, or may hold, something that this input reads, by the spelling of both.
  package func reads(_ output: FilePattern) -> Bool {
    pattern.path == output.path || pattern.path.isInside(output.path)
      || (output.kind == .folder ? mayMatchInside(output.path) : matches(output.path))
  }
}
