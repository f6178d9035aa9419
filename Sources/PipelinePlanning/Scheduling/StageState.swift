/// The state of a stage in a run.
///
/// See "The life of a stage" in docs/design.md.
package enum StageState: String, Equatable, Sendable, CaseIterable {
  /// Waits for its upstream stages.
  case waiting
  /// Its upstream stages are finished; the loop judges it next.
  case ready
  /// Stale; waits for a slot and its resources.
  case queued
  /// Handed to the executor, where it may wait in a queue.
  case submitted
  case running
  /// Waits for its next attempt.
  case retrying
  case succeeded
  case upToDate
  case failed
  /// An upstream stage failed.
  case blocked
  /// Stopped, or not started because another stage failed or the run was stopped.
  case cancelled

  /// Whether an attempt of the stage occupies a slot.
  package var isUnderWay: Bool { self == .submitted || self == .running }

  package var isFinal: Bool {
    switch self {
    case .waiting, .ready, .queued, .submitted, .running, .retrying: false
    case .succeeded, .upToDate, .failed, .blocked, .cancelled: true
    }
  }

  /// Whether a stage may change from this state to `next`, as docs/design.md draws it.
  package func mayBecome(_ next: StageState) -> Bool {
    switch (self, next) {
    case (.waiting, .ready), (.waiting, .blocked),
      (.ready, .queued), (.ready, .upToDate), (.ready, .failed),
      // An attempt that an earlier run submitted and that is still running.
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
