internal import PipelineSystem
internal import Synchronization

/// Stops, suspends and resumes a run, from any thread.
package final class RunControl: Sendable {
  let inbox = RunInbox()
  let live = LiveProcesses()
  private let state = Mutex(State())

  private struct State {
    /// The clock of the run; nil before it begins.
    var clock: (any RunClock)?
    var hasStopped = false
  }

  package init() {}

  /// Whether the run has begun: before that nothing was started, and there is nothing to stop.
  package var hasBegun: Bool { state.withLock { $0.clock != nil } }

  func begin(_ clock: any RunClock) { state.withLock { $0.clock = clock } }

  /// Tells the run to stop, and its scripts at once, whatever the loop waits for; the second time kills.
  package func stop(by signal: Int32) {
    inbox.stop(by: signal)
    let isAgain = state.withLock { state in
      defer { state.hasStopped = true }
      return state.hasStopped
    }
    live.stopAll(kill: isAgain)
  }

  /// Suspends the scripts, and then this process by `stop`, which returns when it was continued.
  package func suspend(_ stop: () -> Void) {
    live.suspendAll()
    if let clock = state.withLock({ $0.clock }) { clock.leaveOut(stop) } else { stop() }
    live.resumeAll()
  }

  package func resume() { live.resumeAll() }

  /// Lets the run look at what runs.
  package func tick() { inbox.tick() }
}
