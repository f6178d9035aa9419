internal import Dispatch
internal import PipelinePlanning
internal import Synchronization

/// Where everything that happens elsewhere is put, for the loop to take in turn.
///
/// The loop is at one place at a time, but has no thread of its own: whoever brings the end of an attempt
/// goes on with it, as waking another thread takes longer than what there is to do. What others bring
/// (a signal, the time) the thread takes that waits for the run's end.
package final class RunInbox: Sendable {
  enum Message: Sendable {
    case attempt(Int, AttemptMessage)
    /// A signal came: see `takeStops`.
    case stop
    /// Time has passed.
    case tick
    /// These files were to be read; those of them that could be have their digests.
    case read(wanted: [ObservedFile], [ObservedFile])
  }

  private struct State {
    var messages: [Message] = []
    /// Takes one message and says whether the run is over then; nil before the loop and after it.
    var take: (@Sendable (Message) -> Bool)?
    /// Whether some thread is in the loop.
    var isTaken = false
    /// Whether a tick lies in the box that the loop has not taken yet.
    var hasTick = false
    /// The signals that the loop has not heeded yet.
    var stops: [Int32] = []
  }

  /// Replaces waiting and threads in a simulation, where one thread does everything in an order of its own.
  package struct Simulator: Sendable {
    /// Lets time pass and puts the next message into the box; called when the loop has nothing to take.
    package var idle: @Sendable () -> Void
    /// Takes work that a thread of its own would do, to do it now or in a later call of `idle`.
    package var perform: @Sendable (@escaping @Sendable () -> Void) -> Void

    /// Makes a simulator of its two functions.
    package init(
      idle: @escaping @Sendable () -> Void,
      perform: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void
    ) {
      self.idle = idle
      self.perform = perform
    }
  }

  private let state = Mutex(State())
  /// Raised for each message that only the waiting thread takes, and when the run is over.
  private let wakes = DispatchSemaphore(value: 0)
  /// Nil outside a simulation.
  let simulator: Simulator?

  package init(simulator: Simulator? = nil) {
    self.simulator = simulator
  }

  /// Hands out what comes, one message after the other, until the run is over.
  ///
  /// - Parameter take: Takes a message, on whichever thread, and says whether the run is over then.
  func serve(_ take: @escaping @Sendable (Message) -> Bool) {
    state.withLock { $0.take = take }
    while state.withLock({ $0.take != nil }) {
      handOut()
      if let simulator {
        // A message may have ended the run.
        if state.withLock({ $0.take != nil }) { simulator.idle() }
      } else {
        wakes.wait()
      }
    }
  }

  /// Tells the run to stop, from any thread; the second time at once.
  package func stop(by signal: Int32) {
    state.withLock { state in
      state.stops.append(signal)
      state.messages.append(.stop)
    }
    wakes.signal()
  }

  /// The signals that came since the last call; asked before each start, so that none comes too late.
  func takeStops() -> [Int32] {
    state.withLock { state in
      defer { state.stops = [] }
      return state.stops
    }
  }

  /// Tells the run that time has passed, from any thread; never more than once before it has looked.
  package func tick() {
    let isFirst = state.withLock { state in
      defer { state.hasTick = true }
      if !state.hasTick { state.messages.append(.tick) }
      return !state.hasTick
    }
    if isFirst { wakes.signal() }
  }

  func send(_ message: AttemptMessage, of stage: Int) {
    state.withLock { $0.messages.append(.attempt(stage, message)) }
    switch message {
    case .ended: handOut()
    // Told with whatever comes next, a tick at the latest: nothing is to be done.
    case .scriptStarted: break
    case .holdsMemory, .leftBehind: wakes.signal()
    }
  }

  func send(_ read: [ObservedFile], of wanted: [ObservedFile]) {
    state.withLock { $0.messages.append(.read(wanted: wanted, read)) }
    wakes.signal()
  }

  /// The loop has taken the tick.
  func acceptTick() {
    state.withLock { $0.hasTick = false }
  }

  /// Goes through the loop until nothing is left to take; does nothing where another thread does so.
  private func handOut() {
    while let (message, take) = next() {
      let isOver = take(message)
      state.withLock { state in
        state.isTaken = false
        if isOver { state.take = nil }
      }
      if isOver { wakes.signal() }
    }
  }

  private func next() -> (Message, @Sendable (Message) -> Bool)? {
    state.withLock { state in
      guard !state.isTaken, let take = state.take, !state.messages.isEmpty else { return nil }
      state.isTaken = true
      return (state.messages.removeFirst(), take)
    }
  }
}
