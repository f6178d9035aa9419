/// Where a stage stands in a run.
///
/// See "The life of a stage" in docs/design.md.
package enum StageState: String, Equatable, Sendable, CaseIterable {
  /// For upstream stages.
  case waiting
  /// To be judged.
  case ready
  /// Stale; waits for a slot and what it needs.
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
  /// Stopped, or not started because another failed.
  case cancelled

  /// Whether an attempt of the stage takes up a slot.
  package var isUnderWay: Bool { self == .submitted || self == .running }

  package var isFinal: Bool {
    switch self {
    case .waiting, .ready, .queued, .submitted, .running, .retrying: false
    case .succeeded, .upToDate, .failed, .blocked, .cancelled: true
    }
  }

  /// Whether the picture has an arrow from this state to the other.
  package func mayBecome(_ next: StageState) -> Bool {
    switch (self, next) {
    case (.waiting, .ready), (.waiting, .blocked),
      (.ready, .queued), (.ready, .upToDate), (.ready, .failed),
      // An attempt of an earlier run that goes on.
      (.ready, .submitted),
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
