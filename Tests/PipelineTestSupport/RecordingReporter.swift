internal import PipelineEngine
package import PipelinePlanning
internal import Synchronization

/// Keeps everything that is reported.
package final class RecordingReporter: Reporter {
  private struct State {
    var events: [Event] = []
    var outputs: [String: [UInt8]] = [:]
    var tails: [String: [UInt8]] = [:]
    var ticks: [[String]] = []
  }

  private let state = Mutex(State())
  package let wantsOutput: Bool

  package init(wantsOutput: Bool = false) {
    self.wantsOutput = wantsOutput
  }

  package var events: [Event] { state.withLock { $0.events } }
  /// What each stage printed, as far as it was handed on.
  package var outputs: [String: [UInt8]] { state.withLock { $0.outputs } }
  package var tails: [String: [UInt8]] { state.withLock { $0.tails } }
  package var ticks: [[String]] { state.withLock { $0.ticks } }

  package func begin(stages: [String], isConcurrent: Bool) {}

  package func report(_ event: Event) { state.withLock { $0.events.append(event) } }

  package func output(_ bytes: [UInt8], of stage: String) {
    state.withLock { $0.outputs[stage, default: []] += bytes }
  }

  package func skip(_ count: Int, of stage: String) {}

  package func tail(_ bytes: [UInt8], of stage: String) {
    state.withLock { $0.tails[stage] = bytes }
  }

  package func tick(_ progress: Progress) {
    state.withLock { $0.ticks.append(progress.running.map(\.stage)) }
  }

  /// The warnings, in order.
  package var warnings: [Event.Warning] {
    events.compactMap { if case .warning(let warning) = $0 { warning } else { nil } }
  }

  /// The reasons for which each stage was started.
  package var reasons: [String: [Reason]] {
    events.reduce(into: [:]) { all, event in
      if case .attemptStarted(let start) = event { all[start.stage] = start.reasons }
    }
  }

  /// How each stage ended that ran.
  package var ends: [String: AttemptEnd] {
    events.reduce(into: [:]) { all, event in
      if case .stageFinished(let summary) = event { all[summary.stage] = summary.end }
    }
  }
}
