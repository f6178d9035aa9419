package import PipelinePlanning

/// What the user wants of a run beside its stages.
package struct RunOptions: Sendable {
  package var isForced = false
  package var capacity = Capacity(jobs: 1)
  package var onFailure = FailureResponse.finishRunning

  package init() {}
}
