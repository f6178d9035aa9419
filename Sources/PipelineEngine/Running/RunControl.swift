internal import PipelinePlanning
internal import Synchronization

/// What a user may ask of a run while it goes on, from any thread: the one way to stop it.
package final class RunControl: Sendable {
  package let inbox: RunInbox
  private let executor: any AttemptExecutor
  private let clock: SystemClock?
  private let hasStopped = Mutex(false)

  package init(
    executor: any AttemptExecutor,
    clock: SystemClock? = nil,
    inbox: RunInbox = RunInbox()
  ) {
    self.executor = executor
    self.clock = clock
    self.inbox = inbox
  }

  /// Stops the run: nothing new starts, and what runs is ended, the second time at once.
  ///
  /// The executor hears it from this thread, so that scripts end whatever the loop is waiting for.
  package func stop(by signal: Int32) {
    let isAgain = hasStopped.withLock { hasStopped in
      defer { hasStopped = true }
      return hasStopped
    }
    // The loop first: nothing new may start behind the executor's back.
    inbox.send(.stop(signal))
    executor.stop(.all, atOnce: isAgain)
  }

  /// Suspends the scripts, then the runner itself, until it is continued.
  ///
  /// - Parameter suspendSelf: Returns when the runner has been continued.
  package func suspend(_ suspendSelf: () -> Void) {
    executor.suspend()
    if let clock { clock.leaveOut(suspendSelf) } else { suspendSelf() }
    executor.resume()
  }

  /// Lets what was suspended go on.
  package func resume() { executor.resume() }

  /// Hands the loop a report on an attempt that an earlier run submitted.
  package func send(_ report: AttemptReport, of attempt: AttemptKey) {
    inbox.send(.attempt(attempt, report))
  }

  /// Tells the loop that time has passed; at most one untaken tick is kept.
  package func tick() { inbox.tick() }
}
