import PipelineDescription

/// Makes random pipelines, and changes them at random.
struct SpecGenerator {
  let machine: Machine

  static let sources = (0..<5).map { "raw/r\($0)" }

  /// A pipeline of one to eight stages.
  func make() -> PipelineSpec {
    var spec = PipelineSpec()
    if machine.happens(40) { spec.staleness = machine.pick([.content, .content, .time]) }
    if machine.happens(30) { spec.onFailure = machine.pick([.delete, .restore]) }
    let count = machine.number(1...8)
    for id in 0..<count { spec.stages.append(stage(id, in: spec)) }
    // The order of declaration says nothing.
    if machine.happens(30) { spec.stages.reverse() }
    return spec
  }

  /// A stage that reads sources and what the stages of a pipeline make.
  func stage(_ id: Int, in spec: PipelineSpec) -> StageSpec {
    var stage = StageSpec(id: id, name: "s\(id)")
    stage.isCommand = machine.happens(25)
    stage.version = machine.number(1...3)
    addInputs(to: &stage, spec)
    stage.outputs = outputs(id)
    if machine.happens(3) { stage.outputs = [] }
    if let other = spec.stages.last, machine.happens(12) { stage.upstream = [other.name] }
    if machine.happens(12) { stage.variables = [machine.pick(["V0", "V1"])] }
    if machine.happens(8) { stage.setting = machine.number(1...9) }
    if !stage.isCommand, machine.happens(12) { stage.usesParameter = true }
    if machine.happens(20) { stage.retries = machine.number(1...3) }
    if machine.happens(25) { stage.onFailure = machine.pick([.keep, .delete, .restore, .restore]) }
    if machine.happens(20) { stage.staleness = machine.pick([.time, .content]) }
    if machine.happens(12) { stage.exclusive = machine.pick(["lab", "door"]) }
    if machine.happens(12) { stage.tokens = machine.number(1...PipelineSpec.tokenLimit) }
    if machine.happens(10) { stage.priority = machine.number(-2...2) }
    if machine.happens(3) {
      stage.rewritten = "own/w\(id)"
      stage.inputs.append("own/w\(id)")
    }
    return stage
  }

  private func addInputs(to stage: inout StageSpec, _ spec: PipelineSpec) {
    defer {
      // What is declared twice is read once.
      var seen: Set<String> = []
      stage.inputs = stage.inputs.filter { seen.insert($0).inserted }
    }
    for other in spec.stages where machine.happens(35) {
      guard let output = other.outputs.first else { continue }
      let pattern = Pattern(output)
      let choices =
        pattern.kind == .folder
        ? [output, pattern.base + "/*", pattern.base + "/part-0"] : [output]
      stage.inputs.append(machine.pick(choices))
    }
    if machine.happens(55) { stage.inputs.append(machine.pick(Self.sources)) }
    if machine.happens(15) { stage.inputs.append("raw/*") }
    if machine.happens(8) { stage.inputs.append("raw/") }
    if machine.happens(8) { stage.inputs.append("mid/*") }
    if machine.happens(30),
      stage.inputs.contains(where: { $0.hasPrefix("raw/") && Pattern($0).kind != .file })
    {
      stage.except = [machine.pick(Self.sources)]
    }
  }

  private func outputs(_ id: Int) -> [String] {
    var outputs = [
      machine.pick([
        "out/o\(id)", "out/o\(id)", "mid/m\(id)", "fold\(id)/", "fold\(id)/", "deep/a\(id)/o",
      ])
    ]
    if machine.happens(20) { outputs.append("out/second\(id)") }
    if machine.happens(8) { outputs.append("more\(id)/") }
    return outputs
  }

  /// Changes a pipeline; what comes of it may be no valid one.
  func change(_ spec: inout PipelineSpec, newID: Int) -> String {
    let place = machine.number(0...(spec.stages.count - 1))
    let name = spec.stages[place].name
    switch machine.number(0...12) {
    case 0, 1, 2, 3:
      spec.stages[place].version += 1
      return "`\(name)` gets version \(spec.stages[place].version)"
    case 4, 5:
      addInputs(to: &spec.stages[place], PipelineSpec())
      return "`\(name)` reads \(spec.stages[place].inputs)"
    case 6 where spec.stages.count < 8:
      spec.stages.append(stage(newID, in: spec))
      return "a stage `s\(newID)` is added"
    case 7 where spec.stages.count > 1:
      spec.stages.remove(at: place)
      for other in spec.stages.indices { spec.stages[other].upstream.removeAll { $0 == name } }
      return "`\(name)` is removed"
    case 8:
      let new = "t\(newID)"
      spec.stages[place].name = new
      for other in spec.stages.indices {
        spec.stages[other].upstream = spec.stages[other].upstream.map { $0 == name ? new : $0 }
      }
      return "`\(name)` is now `\(new)`"
    case 9:
      spec.stages[place].onFailure = machine.pick([.keep, .delete, .restore])
      return "`\(name)` is given another `OnFailure`"
    case 10:
      spec.stages[place].staleness = machine.pick([.time, .content])
      return "`\(name)` is given another `Staleness`"
    case 11:
      spec.level += 1
      return "the parameter is \(spec.level)"
    default:
      if spec.stages[place].outputs.count > 1 {
        spec.stages[place].outputs.removeLast()
      } else {
        spec.stages[place].outputs.append("late/o\(newID)")
      }
      return "`\(name)` makes \(spec.stages[place].outputs)"
    }
  }
}
