package import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// The work of a stage as a pure function of its recipe and of what its inputs hold.
package struct PureScript {
  private let files: VirtualFileSystem
  private let pipeline: Pipeline

  package init(files: VirtualFileSystem, pipeline: Pipeline) {
    self.files = files
    self.pipeline = pipeline
  }

  /// Writes every output of the stage anew.
  package func perform(_ name: String) {
    guard let stage = pipeline.stages.first(where: { $0.name == name }) else { return }
    let text = result(of: stage)
    for output in stage.outputs {
      let pattern = FilePattern(output.path, resolver: TestRoot.resolver)
      let path = pattern.kind == .folder ? pattern.path.appending("part".utf8) : pattern.path
      files.write(text, to: path)
    }
  }

  /// What the stage writes: a digest of everything that it is told and reads.
  package func result(of stage: Stage) -> String {
    let resolver = TestRoot.resolver
    let scanner = FileScanner(files: files)
    let own = stage.outputs.map { FilePattern($0.path, resolver: resolver) }
    var text = stage.name
    for step in stage.steps {
      switch step {
      case .script(let script):
        let path = resolver.path(script.path)
        text += "\n\(script.path) \(script.arguments) \(files.text(of: path) ?? "none")"
      case .command(let command):
        text += "\n\(AssembledCommand(command, shell: nil, parameters: []).text)"
      }
    }
    for input in stage.inputs {
      let pattern = InputPattern(input, resolver: resolver)
      for file in scanner.set(of: pattern, apartFrom: own).files {
        text += "\n\(file.path.text) \(files.text(of: file.path) ?? "none")"
      }
    }
    return "\(stage.name) \(Self.digest(text))"
  }

  /// FNV-1a, 64 bits: enough to tell two texts of a test apart, and of one length for all.
  private static func digest(_ text: String) -> String {
    let value = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
