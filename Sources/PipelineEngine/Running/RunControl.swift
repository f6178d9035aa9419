internal import PipelinePlanning
internal import Synchronization

/// Controls a run from any thread: the one way to stop, suspend and resume it.
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

  /// Whether the run has begun; before that no attempt has started, and there is nothing to stop.
  package var hasBegun: Bool { state.withLock { $0.run != nil } }

  package func begin(_ executor: any AttemptExecutor, _ clock: any RunClock) {
    state.withLock { $0.run = (executor, clock) }
  }

  /// Stops the run: nothing new starts, and running scripts end.
  ///
  /// A second stop ends them at once.
  ///
  /// This thread calls the executor, so that scripts end even while the loop is busy or waiting.
  package func stop(by signal: Int32) {
    // The loop first: it either sees the stop before it submits an attempt, or `state.run` is already set.
    inbox.stop(by: signal)
    let (executor, isAgain) = state.withLock { state in
      defer { state.hasStopped = true }
      return (state.run?.executor, state.hasStopped)
    }
    executor?.stop(.all, atOnce: isAgain)
  }

  /// Suspends the scripts, then this process by `suspendSelf`, which returns once the process continues.
  package func suspend(_ suspendSelf: () -> Void) {
    let run = state.withLock { $0.run }
    run?.executor.suspend()
    if let run { run.clock.leaveOut(suspendSelf) } else { suspendSelf() }
    run?.executor.resume()
  }

  /// Resumes the suspended scripts.
  package func resume() { state.withLock { $0.run }?.executor.resume() }

  /// Sends the loop a report on an attempt that an earlier run submitted.
  package func send(_ report: AttemptReport, of attempt: AttemptKey) {
    inbox.send(.attempt(attempt, report))
  }

  /// Sends the loop a tick, unless an earlier tick is still waiting.
  package func tick() { inbox.tick() }
}
