internal import Dispatch
package import PipelinePlanning
internal import Synchronization

/// Threads for work that blocks, each kept for further work: as many as there was work at once.
///
/// A new thread takes a number of those that processes get, and for Foundation a run loop with three
/// descriptors of its own, each time. The threads end when this value goes away.
package final class WorkerThreads: Sendable {
  private let crew = Crew()

  package init() {}

  deinit { crew.dismiss() }

  /// Does work on a thread that is free, or on a new one.
  ///
  /// What is asked for within a report is done by that very thread: to wake another one takes longer than
  /// much of the work.
  ///
  /// - Parameters:
  ///   - work: What blocks.
  ///   - report: Told the outcome by the thread that did the work.
  /// - Throws: Why the system refused a thread; then `work` is never called.
  package func run<Outcome>(
    _ work: @escaping @Sendable () -> Outcome,
    then report: @escaping @Sendable (Outcome) -> Void
  ) throws(SystemFault) {
    try crew.run(work, then: report)
  }
}

/// The threads and their work; the threads keep it, and not the value that hands out work.
private final class Crew: Sendable {
  typealias Work = @Sendable () -> Void

  private struct State {
    var work: [Work] = []
    /// How many threads have no work: those that wait and those that report.
    var free = 0
    /// How many threads report what came of their work, and look for more then.
    var reporting = 0
    /// Whether threads end that find no work.
    var isDismissed = false
  }

  private let state = Mutex(State())
  /// Raised for each thread that is to look for work.
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

/// The work that a thread is started for; the thread lets go of it when it is done.
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
