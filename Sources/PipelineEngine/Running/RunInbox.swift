internal import Dispatch
internal import PipelinePlanning
internal import Synchronization

/// The messages to the loop, and the turn: which thread is in the loop now.
///
/// The loop has no thread of its own. A thread that brings the end of an attempt goes on with the loop,
/// because waking another thread takes longer than the work. Everything else is taken by the thread
/// that waits for the end of the run.
package final class RunInbox: Sendable {
  enum Message: Sendable {
    case attempt(AttemptKey, AttemptReport)
    /// Time has passed.
    case tick
    /// These files were to be read; those that could be have their digests.
    case read(wanted: [ObservedFile], [ObservedFile])
  }

  private struct State {
    var messages: [Message] = []
    /// The position of the next message.
    var next = 0
    /// The signals that came to stop the run, which go before all messages.
    var stops: [Int32] = []
    var isEmpty: Bool { stops.isEmpty && next == messages.count }
    /// Does all there is to do until the loop must wait; true once the run is over. Nil before the loop and
    /// after it.
    var turn: (@Sendable () -> Bool)?
    /// Whether a thread is in the loop.
    var isTaken = false
    /// Whether an untaken tick is among the messages.
    var hasTick = false
  }

  private let state = Mutex(State())
  /// Raised for each message that only the waiting thread takes, and when the run is over.
  private let wakes = DispatchSemaphore(value: 0)
  /// Nil outside a simulation.
  let simulator: Simulator?

  /// Replaces waiting and threads in a simulation, where one thread does everything in an order of its own.
  package struct Simulator: Sendable {
    /// Lets time pass and sends the next message; called when the loop has nothing to take.
    package var idle: @Sendable () -> Void
    /// Takes work that a thread of its own would do, to do it now or in a later call of `idle`.
    package var perform: @Sendable (@escaping @Sendable () -> Void) -> Void

    package init(
      idle: @escaping @Sendable () -> Void,
      perform: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void = { $0() }
    ) {
      self.idle = idle
      self.perform = perform
    }
  }

  package init(simulator: Simulator? = nil) {
    self.simulator = simulator
  }

  /// Gives turns, now and for each message, until the run is over.
  func serve(_ turn: @escaping @Sendable () -> Bool) {
    state.withLock { $0.turn = turn }
    takeTurns(evenWithoutMessage: true)
    while state.withLock({ $0.turn != nil }) {
      if let simulator { simulator.idle() } else { wakes.wait() }
      takeTurns()
    }
  }

  /// The next message, for the thread whose turn it is.
  func next() -> Message? {
    state.withLock { state in
      guard state.next < state.messages.count else {
        state.messages.removeAll(keepingCapacity: true)
        state.next = 0
        return nil
      }
      defer { state.next += 1 }
      if case .tick = state.messages[state.next] { state.hasTick = false }
      return state.messages[state.next]
    }
  }

  /// The next signal that stops the run, for the thread whose turn it is.
  func nextStop() -> Int32? {
    state.withLock { $0.stops.isEmpty ? nil : $0.stops.removeFirst() }
  }

  /// Tells the loop of a signal that stops the run, from any thread.
  func stop(by signal: Int32) {
    state.withLock { $0.stops.append(signal) }
    wakes.signal()
  }

  /// Sends a message, from any thread.
  func send(_ message: Message) {
    state.withLock { $0.messages.append(message) }
    switch message {
    case .attempt(_, .ended): takeTurns()
    // Nothing is to be done: the loop takes these with the next message, a tick at the latest.
    case .attempt(_, .scriptStarted), .attempt(_, .scriptFinished): break
    case .attempt, .tick, .read: wakes.signal()
    }
  }

  /// Tells the loop that time has passed, from any thread; never more than once before it has looked.
  func tick() {
    let isFirst = state.withLock { state in
      defer { state.hasTick = true }
      return !state.hasTick
    }
    if isFirst { send(.tick) }
  }

  /// Takes turns while there are messages; returns at once where another thread does so.
  private func takeTurns(evenWithoutMessage isFirst: Bool = false) {
    var isFirst = isFirst
    while let turn = takeTurn(isFirst) {
      isFirst = false
      let isOver = turn()
      state.withLock { state in
        state.isTaken = false
        if isOver { state.turn = nil }
      }
      if isOver { wakes.signal() }
    }
  }

  private func takeTurn(_ isFirst: Bool) -> (@Sendable () -> Bool)? {
    state.withLock { state in
      guard !state.isTaken, let turn = state.turn,
        isFirst || !state.isEmpty
      else { return nil }
      state.isTaken = true
      return turn
    }
  }
}
