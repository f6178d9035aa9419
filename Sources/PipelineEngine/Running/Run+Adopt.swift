internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// The first run in a root: what Make's rule finds up to date is recorded, and from then on remembered.
extension Run {
  /// Judges the stages outside the selection too: after this run they would count as never run.
  mutating func adoptUnselected() {
    guard store.memory.isBlank else { return }
    let others = Set(workspace.graph.nodes.indices).subtracting(schedule.selected)
    guard !others.isEmpty else { return }
    var planner = Planner(workspace: workspace, memory: store.memory, digests: observer.digests)
    let all = planner.plan(Set(workspace.graph.nodes.indices), isForced: false)
    // In order, those of the selection between them: a record names those of its upstream stages.
    for entry in all.entries
    where entry.verdict == .upToDate
      && (others.contains(entry.stage) || judge.isPlannedUpToDate(entry.stage))
    {
      adopt(entry.stage)
    }
  }

  /// Records a stage as it stands, without having run it.
  mutating func adopt(_ index: Int) {
    let clock = clockBeforeSeeing()
    let now = observer.observe(index, histories: store.memory.histories)
    // What has changed since it was judged is not recorded as seen, and a file of the disk clock's
    // very tick could still change without a trace: such a stage rather runs.
    guard StalenessRule(basis: .make).reasons(now, history: nil).isEmpty, now.newestTime < clock
    else {
      return
    }
    let record = Record(
      run: id,
      recipe: now.recipe,
      scripts: now.scripts,
      inputs: now.inputs,
      outputs: now.outputs,
      upstream: now.upstream.compactMapValues { $0 }
    )
    noteSuccess(index, record)
    adopted += 1
  }
}
