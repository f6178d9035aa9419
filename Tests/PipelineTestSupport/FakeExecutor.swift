package import PipelineEngine
package import PipelinePlanning
internal import Synchronization

/// An executor without processes: each stage's work is a closure.
package final class FakeExecutor: AttemptExecutor {
  /// What a stage does when it is started: its end, or nil if that comes later, by `complete`.
  package typealias Work = @Sendable (Attempt) -> AttemptEnd?

  private struct State {
    var works: [String: Work] = [:]
    var starts: [String] = []
    var held: [String: @Sendable (AttemptReport) -> Void] = [:]
    var most = 0
    var stops: [Bool] = []
    var resistsFirstStop = false
    var attempts: [Attempt] = []
    var freeMemory: Int64?
    var usage = ResourceUsage()
  }

  private let state = Mutex(State())
  /// What a stage does for which nothing else is said.
  package let standard: Work

  /// Takes what a stage does for which nothing else is said.
  package init(standard: @escaping Work = { _ in .succeeded }) {
    self.standard = standard
  }

  /// The stages that were started, in order.
  package var starts: [String] { state.withLock { $0.starts } }

  /// What was started, in order.
  package var attempts: [Attempt] { state.withLock { $0.attempts } }

  /// How many ran at the same time, at most.
  package var mostAtOnce: Int { state.withLock { $0.most } }

  /// Each call of `stop`, and whether it was to end everything at once.
  package var stops: [Bool] { state.withLock { $0.stops } }

  /// Whether what runs goes on after the first stop.
  package func resistFirstStop() { state.withLock { $0.resistsFirstStop = true } }

  /// Says what a stage does.
  package func script(_ stage: String, _ work: @escaping Work) {
    state.withLock { $0.works[stage] = work }
  }

  /// Goes back to what every stage does.
  package func unscript(_ stage: String) {
    state.withLock { $0.works[stage] = nil }
  }

  /// Forgets what was started.
  package func forget() {
    state.withLock { state in
      state.starts = []
      state.attempts = []
      state.most = 0
      state.stops = []
    }
  }

  /// Ends a stage that was started and did not end at once.
  package func complete(_ stage: String, _ end: AttemptEnd = .succeeded) {
    let (report, usage) = state.withLock { ($0.held.removeValue(forKey: stage), $0.usage) }
    report?(.ended(end, usage))
  }

  package var name: String { "fake" }

  package var outlivesRunner: Bool { false }

  package var immediateHost: String? { "here" }

  package var capacity: ExecutorCapacity { ExecutorCapacity() }

  package func submit(_ attempt: Attempt, report: @escaping @Sendable (AttemptReport) -> Void) {
    let work = state.withLock { state in
      state.starts.append(attempt.stage)
      state.attempts.append(attempt)
      state.held[attempt.stage] = report
      state.most = max(state.most, state.held.count)
      return state.works[attempt.stage] ?? standard
    }
    if let end = work(attempt) { complete(attempt.stage, end) }
  }

  package func suspend() {}

  package func resume() {}

  package func stop(_ scope: StopScope, atOnce: Bool) {
    let ended = state.withLock { state in
      state.stops.append(atOnce)
      if state.resistsFirstStop && !atOnce { return Array(state.held.keys.prefix(0)) }
      return state.held.keys.sorted()
    }
    for stage in ended { complete(stage, .stopped) }
  }

  package var freeMemory: Int64? { state.withLock { $0.freeMemory } }

  /// Says how much memory is free, in bytes.
  package func setFreeMemory(_ bytes: Int64) { state.withLock { $0.freeMemory = bytes } }

  /// Says what every attempt takes from now on.
  package func setUsage(_ usage: ResourceUsage) { state.withLock { $0.usage = usage } }

  package func recover(
    _ open: [OpenAttempt],
    root: String,
    report: @escaping @Sendable (Int, AttemptReport) -> Void
  ) -> [RecoveredAttempt] { open.map { _ in .gone(nil) } }

  package func commandLines(of attempt: Attempt) -> [String] {
    attempt.steps.map { step in
      switch step {
      case .script(let path, let arguments, _): ([path] + arguments).joined(separator: " ")
      case .command(let text, _): text
      }
    }
  }
}
