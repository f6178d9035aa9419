internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

extension StatusJudge {
  private static let reasonLimit = 100

  /// Explains for each stage why it would run now or why not, in the order of `stages`.
  package func explanations(of stages: [StageID]) throws(SystemFault) -> [Explanation] {
    let graph = workspace.graph
    // Gives the same verdicts as a plan of all stages, without looking at unrelated stages.
    let plan = plan(of: graph.surroundings(of: Set(stages)))
    let causes = Causes(of: plan, in: graph)
    let entries = stages.map { Plan.Entry(stage: $0, verdict: causes.verdict(on: $0)) }
    return try self.stages(entries).map { status in
      var explanation = Explanation(status: status)
      explanation.chain = causes.chain(of: status.stage)
      explanation.before = causes.before(status.stage)
      explanation.downstream = causes.downstream(of: status.stage)
      explanation.background = background(of: status, explanation.chain)
      return explanation
    }
  }

  /// Returns the stages that must run even if no upstream stage runs, in the order of execution.
  package func stale() -> [StageID] {
    plan(of: Set(workspace.graph.stages)).entries.compactMap { entry in
      if case .run = entry.verdict { entry.stage } else { nil }
    }
  }

  private func background(of status: StageStatus, _ chain: [Explanation.Link]) -> Background {
    let stage = workspace.graph.nodes[status.stage].stage
    var background = Background(basis: records.basis)
    background.record = records.histories[stage.name]?.record
    background.isByContent = workspace.isJudgedByContent(stage)
    background.isDamaged = records.damaged > 0
    if status.reasons.contains(.neverRun) {
      background.formerMakers = formerMakers(ofOutputsOf: status.stage)
    }
    add(status.reasons, of: status.stage, to: &background)
    for link in chain {
      if case .reasons(let reasons) = link.cause { add(reasons, of: link.stage, to: &background) }
    }
    return background
  }

  private func add(_ reasons: [Reason], of stage: StageID, to background: inout Background) {
    let graph = workspace.graph
    for reason in reasons.prefix(Self.reasonLimit) {
      switch reason {
      case .file(.input, let path, _), .file(.script, let path, _):
        guard let maker = graph.makers(of: stage).first(where: { graph.nodes[$0].makes(path) })
        else { continue }
        background.makers[path] = graph.name(of: maker)
        addRun(of: graph.name(of: maker), to: &background)
      case .upstreamRanAgain(let name): addRun(of: name, to: &background)
      case .newer(let input, let output):
        for path in [input, output] {
          background.stamps[path] = workspace.files.state(of: path).stamp
        }
      default: break
      }
    }
  }

  private func addRun(of stage: String, to background: inout Background) {
    background.runs[stage] = records.histories[stage]?.record?.run
  }

  /// Returns the stage's outputs that were made by a stage that the manifest no longer has.
  private func formerMakers(ofOutputsOf stage: StageID) -> [FormerOutput] {
    let graph = workspace.graph
    let names = Set(graph.nodes.map(\.stage.name))
    var found: [FormerOutput] = []
    for (name, history) in records.histories.all where !names.contains(name) {
      guard let record = history.record else { continue }
      found += record.madeFiles.filter(graph.nodes[stage].makes).map {
        FormerOutput(path: $0, stage: name, run: .made(record.run))
      }
    }
    return found.sorted { ($0.path, $0.stage) < ($1.path, $1.stage) }
  }
}
