internal import Dispatch
internal import PipelinePlanning
internal import Synchronization

/// Holds the messages to the loop, which has no thread of its own.
///
/// The thread that reports the end of an attempt runs the loop, because waking another thread takes longer
/// than the work. The thread that waits for the end of the run handles all other messages.
package final class RunInbox: Sendable {
  enum Message: Sendable {
    case attempt(AttemptKey, AttemptReport)
    case tick
    /// The reading of `wanted` is over; the second list has the files that could be read, with digests.
    case read(wanted: [ObservedFile], [ObservedFile])
  }

  private struct State {
    var messages: [Message] = []
    var next = 0
    /// The signals that stop the run; the loop handles them before all messages.
    var stops: [Int32] = []
    var isEmpty: Bool { stops.isEmpty && next == messages.count }
    /// The loop, which returns true once the run is over; nil before the run begins and after it ends.
    var turn: (@Sendable () -> Bool)?
    /// Whether a thread runs the loop now.
    var isTaken = false
    var hasTick = false
  }

  private let state = Mutex(State())
  /// Signaled for each message that only the waiting thread handles, and when the run is over.
  private let wakes = DispatchSemaphore(value: 0)
  /// Nil outside a simulation.
  let simulator: Simulator?

  /// Replaces waits and threads in a simulation, in which one thread does everything in an order of its own.
  package struct Simulator: Sendable {
    /// Lets time pass and sends the next message; called when the queue is empty.
    package var idle: @Sendable () -> Void
    /// Receives work for another thread, and does it now or in a later call of `idle`.
    package var perform: @Sendable (@escaping @Sendable () -> Void) -> Void

    package init(
      idle: @escaping @Sendable () -> Void,
      perform: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void = { $0() }
    ) {
      self.idle = idle
      self.perform = perform
    }
  }

  /// In seconds; nil disables ticks.
  private let tickInterval: Double?

  package init(tickInterval: Double? = nil, simulator: Simulator? = nil) {
    self.tickInterval = tickInterval
    self.simulator = simulator
  }

  /// Runs the loop now and for each message, until the run is over.
  func serve(_ turn: @escaping @Sendable () -> Bool) {
    state.withLock { $0.turn = turn }
    takeTurns(evenWithoutMessage: true)
    var nextTick = tickInterval.map { DispatchTime.now() + $0 }
    while state.withLock({ $0.turn != nil }) {
      if let simulator {
        simulator.idle()
      } else if let time = nextTick, let tickInterval {
        if wakes.wait(timeout: time) == .timedOut {
          nextTick = .now() + tickInterval
          tick()
        }
      } else {
        wakes.wait()
      }
      takeTurns()
    }
  }

  /// Only the thread that runs the loop may call this.
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

  /// Only the thread that runs the loop may call this.
  func nextStop() -> Int32? {
    state.withLock { $0.stops.isEmpty ? nil : $0.stops.removeFirst() }
  }

  func stop(by signal: Int32) {
    state.withLock { $0.stops.append(signal) }
    wakes.signal()
  }

  func send(_ message: Message) {
    state.withLock { $0.messages.append(message) }
    switch message {
    case .attempt(_, .ended): takeTurns()
    // The loop need not run for these; it handles them with the next message, at the latest with a tick.
    case .attempt(_, .scriptStarted), .attempt(_, .scriptFinished): break
    case .attempt, .tick, .read: wakes.signal()
    }
  }

  /// Sends a tick, unless one is already in the queue.
  func tick() {
    let isFirst = state.withLock { state in
      defer { state.hasTick = true }
      return !state.hasTick
    }
    if isFirst { send(.tick) }
  }

  /// Runs the loop while there are messages; returns immediately if another thread already runs the loop.
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
