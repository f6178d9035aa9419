internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

/// Finds out why stages would run now, or why not.
package struct WhyJudge {
  private let workspace: Workspace
  private let memory: Memory
  private let judge: StatusJudge

  /// So many reasons of a stage are looked at more closely.
  private static let reasonLimit = 100

  /// Takes who knows where the stages stand.
  package init(_ judge: StatusJudge) {
    (workspace, memory, self.judge) = (judge.workspace, judge.memory, judge)
  }

  /// The explanations of some stages, in the order in which they are given.
  package func explanations(of stages: [Int]) throws(SystemFault) -> [Explanation] {
    let graph = workspace.graph
    // What a plan of all stages says of these, without looking at what has nothing to do with them.
    let plan = judge.plan(of: graph.surroundings(of: Set(stages)))
    let causes = Causes(of: plan, in: graph)
    let entries = stages.map { Plan.Entry(stage: $0, verdict: causes.verdict(on: $0)) }
    return try judge.stages(entries).map { status in
      let chain = causes.chain(of: status.stage)
      return Explanation(
        status: status,
        chain: chain,
        before: causes.before(status.stage),
        downstream: causes.downstream(of: status.stage),
        background: background(of: status, chain)
      )
    }
  }

  /// The stages that are to run for reasons of their own, in the order of execution.
  package func stale() -> [Int] {
    judge.plan(of: Set(workspace.graph.nodes.indices)).entries.compactMap { entry in
      if case .run = entry.verdict { entry.stage } else { nil }
    }
  }

  private func background(of status: StageStatus, _ chain: [Explanation.Link]) -> Background {
    let stage = workspace.graph.nodes[status.stage].stage
    var background = Background(
      record: memory.histories[stage.name]?.record,
      basis: memory.basis,
      isByContent: workspace.isJudgedByContent(stage),
      isDamaged: memory.damaged > 0
    )
    if status.reasons.contains(.neverRun) {
      background.formerMakers = formerMakers(ofOutputsOf: status.stage)
    }
    add(status.reasons, of: status.stage, to: &background)
    for link in chain {
      if case .reasons(let reasons) = link.cause { add(reasons, of: link.stage, to: &background) }
    }
    return background
  }

  /// Adds what makes reasons clearer: who made a file, in which run another stage ran, what is older.
  private func add(_ reasons: [Reason], of stage: Int, to background: inout Background) {
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
    background.runs[stage] = memory.histories[stage]?.record?.run
  }

  /// What a stage makes and one made before that the manifest no longer has.
  private func formerMakers(ofOutputsOf stage: Int) -> [FormerOutput] {
    let graph = workspace.graph
    let names = Set(graph.nodes.map(\.stage.name))
    var found: [FormerOutput] = []
    for (name, history) in memory.histories.all where !names.contains(name) {
      guard let record = history.record else { continue }
      found += record.madeFiles.filter(graph.nodes[stage].makes).map {
        FormerOutput(path: $0, stage: name, run: .made(record.run))
      }
    }
    return found.sorted { ($0.path, $0.stage) < ($1.path, $1.stage) }
  }
}
