package import PipelinePlanning
internal import PipelineSystem

/// The values that stay the same throughout a run.
package struct RunContext: Sendable {
  package let id: String
  package let workspace: Workspace
  package let options: RunOptions
  package let facts: RunFacts
  package let executor: any AttemptExecutor
  package let clock: any RunClock
  /// The steady time at which the run began.
  let started: Double
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

package struct RunOptions: Sendable {
  package var isForced = false
  package var capacity = Capacity(jobs: 1)
  package var onFailure = FailureResponse.finishRunning
  /// The names of what each stage lacks; with `-k`, the run blocks these stages if they are stale.
  package var lacks: [StageID: [String]] = [:]

  package init() {}
}

/// Facts about a run for its log, reports and warnings; they do not affect which stages run.
package struct RunFacts: Sendable {
  /// The words of the command line after the program's name.
  package var arguments: [String] = []
  package var version = ""
  package var host = ""
  package var process: Int32 = 0
  /// The commit of the root's repository; nil if there is none or git was not asked.
  package var commit: String?
  package var isDirty: Bool?
  package var user: String?
  /// The id of the file that holds the run's graph.
  package var graph: String?
  package var parameterChanges: [ParameterChange] = []
  package var warnings: [Event.Warning] = []
  /// The manifest's path; nil if changes to it during the run do not matter.
  package var manifest: Path?

  package init() {}
}
