internal import PipelinePlanning
internal import Synchronization

/// What a user may ask of a run while it goes on, from any thread: the one way to stop it.
package final class RunControl: Sendable {
  private struct State {
    /// The executor and the clock of the run; nil before it begins.
    var run: (executor: any AttemptExecutor, clock: any RunClock)?
    var hasStopped = false
  }

  package let inbox: RunInbox
  private let state = Mutex(State())

  package init(inbox: RunInbox = RunInbox()) {
    self.inbox = inbox
  }

  /// Whether the run has begun: before that nothing was started, and there is nothing to stop.
  package var hasBegun: Bool { state.withLock { $0.run != nil } }

  package func begin(_ executor: any AttemptExecutor, _ clock: any RunClock) {
    state.withLock { $0.run = (executor, clock) }
  }

  /// Stops the run: nothing new starts, and what runs is ended, the second time at once.
  ///
  /// The executor hears it from this thread, so that scripts end whatever the loop is waiting for.
  package func stop(by signal: Int32) {
    let (executor, isAgain) = state.withLock { state in
      defer { state.hasStopped = true }
      return (state.run?.executor, state.hasStopped)
    }
    // The loop first: an attempt that it submits after this ends at once.
    inbox.stop(by: signal)
    executor?.stop(.all, atOnce: isAgain)
  }

  /// Suspends the scripts, and then this process by `suspendSelf`, which returns when it was continued.
  package func suspend(_ suspendSelf: () -> Void) {
    let run = state.withLock { $0.run }
    run?.executor.suspend()
    if let run { run.clock.leaveOut(suspendSelf) } else { suspendSelf() }
    run?.executor.resume()
  }

  /// Lets what was suspended go on.
  package func resume() { state.withLock { $0.run }?.executor.resume() }

  /// Hands the loop a report on an attempt that an earlier run submitted.
  package func send(_ report: AttemptReport, of attempt: AttemptKey) {
    inbox.send(.attempt(attempt, report))
  }

  /// Tells the loop that time has passed; at most one untaken tick is kept.
  package func tick() { inbox.tick() }
}
