internal import Dispatch
package import PipelinePlanning
internal import Synchronization

/// A pool of threads for work that blocks; the threads end when this value is released.
///
/// A new thread for each work would cost a process id, and three descriptors for Foundation's run loop.
package final class WorkerThreads: Sendable {
  private let crew = Crew()

  package init() {}

  deinit { crew.dismiss() }

  /// Runs work on a free thread, or on a new one; the same thread then calls `report`.
  ///
  /// If `report` calls this function, the new work runs on that thread, too, because waking another one would
  /// take longer than much of the work. If the system refuses a thread, this throws and never calls `work`.
  package func run<Outcome>(
    _ work: @escaping @Sendable () -> Outcome,
    then report: @escaping @Sendable (Outcome) -> Void
  ) throws(SystemFault) {
    try crew.run(work, then: report)
  }
}

/// The threads and their work; threads retain this object, so that they do not keep `WorkerThreads` alive.
private final class Crew: Sendable {
  typealias Work = @Sendable () -> Void

  private struct State {
    var work: [Work] = []
    /// The threads that wait for work or report an outcome.
    var free = 0
    /// The threads that report an outcome and will then look for more work.
    var reporting = 0
    /// Whether a thread ends as soon as it finds no work.
    var isDismissed = false
  }

  private let state = Mutex(State())
  /// Signaled once for each thread that must look for work.
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
