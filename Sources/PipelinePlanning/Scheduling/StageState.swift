/// The state of a stage in a run; see "The life of a stage" in docs/design.md.
package enum StageState: String, Equatable, Sendable, CaseIterable {
  /// Waits for its upstream stages.
  case waiting
  /// Its upstream stages are finished, and the loop judges it next.
  case ready
  /// The stage is stale, and waits for a slot and its resources.
  case queued
  /// The executor has the stage; a cluster can still keep it in a queue.
  case submitted
  case running
  /// An attempt failed, and the stage waits for its next one.
  case retrying
  case succeeded
  case upToDate
  case failed
  /// An upstream stage failed or is blocked, or the stage lacks something that it needs.
  case blocked
  /// The stage was stopped, or not started because another stage failed or the run was stopped.
  case cancelled

  /// Whether an attempt of the stage occupies a slot.
  package var isUnderWay: Bool { self == .submitted || self == .running }

  package var isFinal: Bool {
    switch self {
    case .waiting, .ready, .queued, .submitted, .running, .retrying: false
    case .succeeded, .upToDate, .failed, .blocked, .cancelled: true
    }
  }

  /// Whether docs/design.md allows a change from this state to `next`.
  package func mayBecome(_ next: StageState) -> Bool {
    switch (self, next) {
    case (.waiting, .ready), (.waiting, .blocked),
      (.ready, .queued), (.ready, .upToDate), (.ready, .failed), (.ready, .blocked),
      // An attempt of an earlier run is still running.
      (.waiting, .submitted), (.ready, .submitted),
      (.queued, .submitted), (.queued, .upToDate), (.queued, .failed),
      (.submitted, .running),
      (.running, .succeeded), (.running, .failed), (.running, .retrying),
      (.retrying, .submitted), (.retrying, .failed):
      true
    case (_, .cancelled): !isFinal
    default: false
    }
  }
}
