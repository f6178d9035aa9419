internal import PipelineEngine
package import PipelinePlanning

/// Keeps everything that is reported.
package final class RecordingReporter: Reporter {
  package private(set) var events: [Event] = []
  /// What each stage printed, as far as it was handed on.
  package private(set) var outputs: [String: [UInt8]] = [:]
  package private(set) var tails: [String: [UInt8]] = [:]
  package private(set) var ticks: [[String]] = []
  package let wantsOutput: Bool

  package init(wantsOutput: Bool = false) {
    self.wantsOutput = wantsOutput
  }

  package func report(_ event: Event) { events.append(event) }

  package func output(_ bytes: [UInt8], of stage: String) { outputs[stage, default: []] += bytes }

  package func skip(_ count: Int, of stage: String) {}

  package func tail(_ bytes: [UInt8], of stage: String) { tails[stage] = bytes }

  package func tick(_ progress: Progress) {
    ticks.append(progress.running.map(\.stage))
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
