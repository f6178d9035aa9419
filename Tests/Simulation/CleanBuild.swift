/// The model: what a build from nothing makes of the present sources by the present manifest.
struct CleanBuild {
  /// What every stage makes, by its id: path and text.
  private(set) var results: [Int: [String: String]] = [:]

  /// Builds everything.
  ///
  /// - Parameters:
  ///   - spec: The pipeline.
  ///   - disk: All files but those of `.pipeline`, by path.
  ///   - taken: Stages whose outputs somebody has accepted as they are.
  ///   - variable: The environment of the caller.
  init(
    _ spec: PipelineSpec,
    disk: [String: String],
    taken: Set<Int>,
    variable: (String) -> String?
  ) {
    var files = disk.filter { !spec.isOutput($0.key) }
    var open = spec.stages
    while !open.isEmpty {
      let ready = open.filter { stage in
        !spec.upstream(of: stage).contains { other in open.contains { $0.id == other.id } }
      }
      // The manifest has no cycle, or the engine would have refused it.
      if ready.isEmpty { return }
      for stage in ready {
        results[stage.id] = Self.make(stage, spec, files, disk, taken, variable)
        files.merge(results[stage.id] ?? [:]) { $1 }
      }
      open.removeAll { stage in ready.contains { $0.id == stage.id } }
    }
  }

  private static func make(
    _ stage: StageSpec,
    _ spec: PipelineSpec,
    _ files: [String: String],
    _ disk: [String: String],
    _ taken: Set<Int>,
    _ variable: (String) -> String?
  ) -> [String: String] {
    if taken.contains(stage.id) { return outputs(of: stage, in: disk) }
    let view = PureWork.Files(
      text: { files[$0] },
      inside: { folder in
        files.keys.filter { $0.hasPrefix(folder + "/") }.sorted(by: precedes)
      }
    )
    let told = PureWork.told(stage, level: spec.level, variable: variable)
    let made = PureWork.results(stage, told: told, read: PureWork.read(stage, view))
    return Dictionary(made.map { ($0.path, $0.text) }) { $1 }
  }

  /// What lies in the outputs of a stage.
  static func outputs(of stage: StageSpec, in disk: [String: String]) -> [String: String] {
    let patterns = stage.outputs.map { Pattern($0) }
    return disk.filter { file in patterns.contains { $0.matches(file.key) } }
  }

  /// Byte order, as the disk has it.
  static func precedes(_ one: String, _ other: String) -> Bool {
    one.utf8.lexicographicallyPrecedes(other.utf8)
  }
}
