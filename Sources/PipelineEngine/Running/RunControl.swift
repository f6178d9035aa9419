internal import PipelinePlanning
internal import Synchronization

/// Stops, suspends and resumes a run, from any thread.
package final class RunControl: Sendable {
  private struct State {
    /// Nil before the run begins.
    var run: (executor: any AttemptExecutor, clock: any RunClock)?
    var hasStopped = false
  }

  package let inbox: RunInbox
  private let state = Mutex(State())

  package init(inbox: RunInbox = RunInbox(tickInterval: 0.1)) {
    self.inbox = inbox
  }

  /// Before the run begins, no attempt has started, and there is nothing to stop.
  package var hasBegun: Bool { state.withLock { $0.run != nil } }

  package func begin(_ executor: any AttemptExecutor, _ clock: any RunClock) {
    state.withLock { $0.run = (executor, clock) }
  }

  /// Prevents further starts and stops the scripts, on the caller's thread because the loop may be busy; a
  /// second call kills the scripts immediately.
  package func stop(by signal: Int32) {
    // The inbox comes first, so that a run that has no executor yet finds the stop before its first attempt.
    inbox.stop(by: signal)
    let (executor, isAgain) = state.withLock { state in
      defer { state.hasStopped = true }
      return (state.run?.executor, state.hasStopped)
    }
    executor?.stop(.all, atOnce: isAgain)
  }

  /// Suspends the scripts, then this process with `suspendSelf`; resumes the scripts when that returns.
  package func suspend(_ suspendSelf: () -> Void) {
    let run = state.withLock { $0.run }
    run?.executor.suspend()
    if let run { run.clock.leaveOut(suspendSelf) } else { suspendSelf() }
    run?.executor.resume()
  }

  package func resume() { state.withLock { $0.run }?.executor.resume() }

  /// Sends the loop a report on an attempt that an earlier run submitted.
  package func send(_ report: AttemptReport, of attempt: AttemptKey) {
    inbox.send(.attempt(attempt, report))
  }

  package func tick() { inbox.tick() }
}
