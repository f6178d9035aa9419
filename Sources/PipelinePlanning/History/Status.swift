/// Where a pipeline stands: what `pipeline status` tells.
package struct Status: Equatable, Sendable {
  /// Whether a run goes on, and how far it is.
  package var run: RunState
  /// The last run of the log, where none goes on.
  package var last: RunOverview?
  /// The selected stages, in the order of execution.
  package var stages: [StageStatus]
  /// Files that no stage makes any more, of whichever stages are selected.
  package var formerOutputs: [FormerOutput]

  package init(
    run: RunState,
    last: RunOverview?,
    stages: [StageStatus],
    formerOutputs: [FormerOutput] = []
  ) {
    self.run = run
    self.last = last
    self.stages = stages
    self.formerOutputs = formerOutputs
  }

  /// How many stages are in a state.
  package func count(_ state: StageStatus.State) -> Int { stages.count { $0.state == state } }
}
