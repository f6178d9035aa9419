internal import Dispatch
package import PipelinePlanning
internal import Synchronization

/// Threads for work that blocks.
///
/// An idle thread is kept for further work, and leaves when this value goes away. A new thread takes one of the numbers that processes get, and for Foundation a run loop with three descriptors.
package final class WorkerThreads: Sendable {
  private typealias Work = @Sendable () -> Void

  /// The part that the threads share, and that lives as long as one of them.
  private final class Pool: Sendable {
    struct State {
      var work: [Work] = []
      /// The threads without work: those that wait and those that report.
      var free = 0
      /// The threads that report an outcome and look for more work then.
      var reporting = 0
      var isClosed = false
    }

    let state = Mutex(State())
    /// Raised for each thread that is to look for work.
    let wakes = DispatchSemaphore(value: 0)

    func serve() {
      while true {
        let (work, isClosed) = state.withLock { state -> (Work?, Bool) in
          guard !state.work.isEmpty else { return (nil, state.isClosed) }
          state.free -= 1
          return (state.work.removeFirst(), false)
        }
        if let work { work() } else if isClosed { return } else { wakes.wait() }
      }
    }
  }

  private let pool = Pool()

  package init() {}

  deinit {
    let free = pool.state.withLock { state in
      state.isClosed = true
      return state.free
    }
    for _ in 0..<free { pool.wakes.signal() }
  }

  /// Does work on a free thread, or on a new one.
  ///
  /// Work that is asked for within a report is done by the same thread: to wake another one takes longer than much
  /// of the work.
  ///
  /// - Parameters:
  ///   - work: Work that may block.
  ///   - report: Called with the outcome by the thread that did the work.
  /// - Throws: Why the system refused a thread; then `work` is never called.
  package func run<Outcome>(
    _ work: @escaping @Sendable () -> Outcome,
    then report: @escaping @Sendable (Outcome) -> Void
  ) throws(SystemFault) {
    let body: Work = { [pool] in
      let outcome = work()
      pool.state.withLock { state in
        state.free += 1
        state.reporting += 1
      }
      report(outcome)
      pool.state.withLock { $0.reporting -= 1 }
    }
    let (isTaken, wakes) = pool.state.withLock { state in
      guard state.free > state.work.count else { return (false, false) }
      state.work.append(body)
      return (true, state.work.count > state.reporting)
    }
    if wakes { pool.wakes.signal() }
    if isTaken { return }
    try OwnThread.start { [pool] in
      body()
      pool.serve()
    }
  }
}
