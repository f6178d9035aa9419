internal import Dispatch
package import PipelinePlanning
internal import Synchronization

/// A pool of threads for work that blocks; it keeps each thread for further work.
///
/// The pool has as many threads as it ever had work at the same time. Creating a thread each time would use
/// up process ids. Foundation would also create a run loop with three descriptors for each new thread. The
/// threads end when this value is released.
package final class WorkerThreads: Sendable {
  private let crew = Crew()

  package init() {}

  deinit { crew.dismiss() }

  /// Runs work on a free thread, or on a new one.
  ///
  /// If a report calls this function, the same thread does the new work afterwards. Waking another thread
  /// would take longer than much of the work.
  ///
  /// - Parameters:
  ///   - work: The work, which may block.
  ///   - report: Called with the outcome by the thread that did the work.
  /// - Throws: The system's error if it refuses a thread; then `work` is never called.
  package func run<Outcome>(
    _ work: @escaping @Sendable () -> Outcome,
    then report: @escaping @Sendable (Outcome) -> Void
  ) throws(SystemFault) {
    try crew.run(work, then: report)
  }
}

/// The threads of the pool and their work.
///
/// The threads retain this object, and not the `WorkerThreads` value. So they do not keep that value alive.
private final class Crew: Sendable {
  typealias Work = @Sendable () -> Void

  private struct State {
    var work: [Work] = []
    /// The number of threads without work: those that wait and those that report.
    var free = 0
    /// The number of threads that report an outcome and will then look for more work.
    var reporting = 0
    /// Whether a thread that finds no work ends.
    var isDismissed = false
  }

  private let state = Mutex(State())
  /// Signaled once for each thread that has to look for work.
  private let wakes = DispatchSemaphore(value: 0)

  func run<Outcome>(
    _ work: @escaping @Sendable () -> Outcome,
    then report: @escaping @Sendable (Outcome) -> Void
  ) throws(SystemFault) {
    let body: Work = { [self] in
      let outcome = work()
      state.withLock { state in
        state.free += 1
        state.reporting += 1
      }
      report(outcome)
      state.withLock { $0.reporting -= 1 }
    }
    let (isTaken, needsWake) = state.withLock { state in
      guard state.free > state.work.count else { return (false, false) }
      state.work.append(body)
      return (true, state.work.count > state.reporting)
    }
    if needsWake { wakes.signal() }
    if isTaken { return }
    let first = FirstWork(body)
    try OwnThread.start {
      first.take()?()
      self.serve()
    }
  }

  /// Lets every thread end once it has no work.
  func dismiss() {
    let waiting = state.withLock { state in
      state.isDismissed = true
      return state.free
    }
    for _ in 0..<waiting { wakes.signal() }
  }

  private func serve() {
    while true {
      let (work, isOver) = state.withLock { state -> (Work?, Bool) in
        guard !state.work.isEmpty else { return (nil, state.isDismissed) }
        state.free -= 1
        return (state.work.removeFirst(), false)
      }
      if let work { work() } else if isOver { return } else { wakes.wait() }
    }
  }
}

/// The first work of a new thread; released when it is done, not when the thread ends.
private final class FirstWork: Sendable {
  private let work: Mutex<(@Sendable () -> Void)?>

  init(_ work: @escaping @Sendable () -> Void) { self.work = Mutex(work) }

  func take() -> (@Sendable () -> Void)? {
    work.withLock { work in
      defer { work = nil }
      return work
    }
  }
}
