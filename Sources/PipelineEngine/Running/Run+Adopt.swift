internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// The first run in a root: what Make's rule finds up to date is recorded, and from then on remembered.
extension Run {
  /// Judges the stages outside the selection too: after this run they would count as never run.
  mutating func adoptUnselected() {
    guard store.memory.isBlank else { return }
    let others = Set(workspace.graph.nodes.indices).subtracting(selected)
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
    var clock = clockBeforeSeeing()
    var now = observer.observe(index, histories: store.memory.histories)
    if now.newestTime >= clock, (try? diskClock.pass(now.newestTime)) != nil {
      // Without a record the next run would run what this one calls up to date.
      observer.forget()
      seenSince = nil
      clock = clockBeforeSeeing()
      now = observer.observe(index, histories: store.memory.histories)
    }
    guard let record = now.adopted(by: id, seenAfter: clock) else { return }
    noteSuccess(index, record)
    adopted += 1
  }
}

extension Observation {
  /// The record of a stage that Make's rule finds up to date and that has not run; nil where it does not.
  ///
  /// - Parameters:
  ///   - run: The run that finds it.
  ///   - clock: What the disk's clock said before anything was seen, in nanoseconds since 1970.
  /// - Returns: The record, without a duration.
  func adopted(by run: String, seenAfter clock: Int64) -> Record? {
    // What has changed since it was judged is not recorded as seen, and a file of the disk clock's
    // very tick, or from the future, could still change without a trace: such a stage rather runs.
    guard StalenessRule(basis: .make).reasons(self, history: nil).isEmpty, newestTime < clock else {
      return nil
    }
    return Record(
      run: run,
      recipe: recipe,
      scripts: scripts,
      inputs: inputs,
      outputs: outputs,
      upstream: upstream.compactMapValues { $0 }
    )
  }
}
