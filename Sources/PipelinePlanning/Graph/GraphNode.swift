package import PipelineDescription

extension Graph {
  /// A stage with its paths in normal form; a class, because copying a structure with several arrays is slow.
  package final class Node: Sendable {
    package let stage: Stage
    package let inputs: [InputPattern]
    package let outputs: [FilePattern]
    /// The script files in the order of the steps, without duplicates.
    package let scripts: [Path]

    package convenience init(
      _ stage: Stage,
      resolver: PathResolver,
      ignored: IgnoreList = .standard
    ) {
      var reader = PatternReader(resolver, ignored: ignored)
      self.init(stage, &reader)
    }

    init(_ stage: Stage, _ reader: inout PatternReader) {
      self.stage = stage
      inputs = Self.inputs(of: stage, &reader)
      outputs = stage.outputs.map { reader.pattern($0) }
      let resolver = reader.resolver
      var paths: Set<Path> = []
      scripts = stage.steps.compactMap { step in
        guard case .script(let script) = step else { return nil }
        let path = resolver.path(script.path)
        return paths.insert(path).inserted ? path : nil
      }
    }

    /// The declared outputs without duplicates, because two scripts of a stage can name the same output.
    package var distinctOutputs: [FilePattern] {
      if outputs.count < 2 { return outputs }
      var seen: Set<FilePattern> = []
      return outputs.filter { seen.insert($0).inserted }
    }

    /// Returns the output folders that must contain a file and do not; `sets` are the outputs as found.
    package func emptyOutputs(_ sets: [FileSet]) -> [FilePattern] {
      zip(distinctOutputs, sets).compactMap { output, set in
        let hasFile = set.files.contains {
          $0.path != output.path && $0.state.stamp?.kind != .folder
        }
        return output.kind == .folder && !output.marks.contains(.mayBeEmpty) && !hasFile
          ? output : nil
      }
    }

    /// Returns each input pattern once; leaves out inputs that an earlier step of the same stage makes.
    private static func inputs(
      of stage: Stage,
      _ reader: inout PatternReader
    ) -> [InputPattern] {
      var made: [FilePattern] = []
      var read: [InputPattern] = []
      for step in stage.steps {
        read += step.inputs.map { InputPattern($0, &reader) }.filter { input in
          !made.contains { $0.path == input.pattern.path || input.pattern.path.isInside($0.path) }
        }
        made += step.outputs.map { reader.pattern($0.path) }
      }
      read += stage.declaredInputs.map { InputPattern($0, &reader) }
      if read.count < 2 { return read }
      var seen: Set<ExactText> = []
      return read.filter { seen.insert(ExactText($0.text)).inserted }
    }
  }
}
