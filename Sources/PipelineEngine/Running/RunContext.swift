package import PipelinePlanning
internal import PipelineSystem

/// What stays the same throughout a run, for all its parts.
package struct RunContext: Sendable {
  package let id: String
  package let workspace: Workspace
  package let options: RunOptions
  package let facts: RunFacts
  package let executor: any AttemptExecutor
  package let clock: any RunClock
  /// When the run began, by the steady clock.
  let started: Double
  /// The manifest as the run found it.
  let manifestState: FileState?

  package init(
    id: String,
    workspace: Workspace,
    options: RunOptions,
    facts: RunFacts,
    executor: any AttemptExecutor,
    clock: any RunClock
  ) {
    (self.id, self.workspace, self.options, self.facts) = (id, workspace, options, facts)
    (self.executor, self.clock) = (executor, clock)
    started = clock.steady
    manifestState = facts.manifest.map { workspace.files.state(of: $0) }
  }

  var graph: Graph { workspace.graph }

  func name(_ stage: StageID) -> String { graph.name(of: stage) }
}

/// What the user wants of a run beside its stages.
package struct RunOptions: Sendable {
  package var isForced = false
  package var capacity = Capacity(jobs: 1)
  package var onFailure = FailureResponse.finishRunning

  package init() {}
}

/// What is known of a run when it begins, and does not change what it does.
package struct RunFacts: Sendable {
  /// What the user typed behind the name of the program.
  package var arguments: [String] = []
  package var version = ""
  package var host = ""
  package var process: Int32 = 0
  /// The commit that the root's repository is at; nil where there is none or nobody asked.
  package var commit: String?
  package var isDirty: Bool?
  /// The name of the user who started the run.
  package var user: String?
  /// The id of the graph's file.
  package var graph: String?
  /// The warnings that the planning of the run found.
  package var warnings: [Event.Warning] = []
  /// The manifest's path; nil where it does not matter whether it changes during the run.
  package var manifest: Path?

  package init() {}
}
