internal import PipelinePlanning
internal import Synchronization

/// Where everything that happens elsewhere is put, for the loop to take in turn.
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

  let messages: AsyncStream<Message>
  private let continuation: AsyncStream<Message>.Continuation
  /// Whether a tick lies in the box that the loop has not taken yet.
  private let hasTick = Mutex(false)
  /// The signals that the loop has not heeded yet.
  private let stops = Mutex<[Int32]>([])

  package init() {
    (messages, continuation) = AsyncStream.makeStream(of: Message.self)
  }

  /// Tells the run to stop, from any thread; the second time at once.
  package func stop(by signal: Int32) {
    stops.withLock { $0.append(signal) }
    continuation.yield(.stop)
  }

  /// The signals that came since the last call; asked before each start, so that none comes too late.
  func takeStops() -> [Int32] {
    stops.withLock { stops in
      defer { stops = [] }
      return stops
    }
  }

  /// Tells the run that time has passed, from any thread; never more than once before it has looked.
  package func tick() {
    let isFirst = hasTick.withLock { hasTick in
      defer { hasTick = true }
      return !hasTick
    }
    if isFirst { continuation.yield(.tick) }
  }

  func send(_ message: AttemptMessage, of stage: Int) {
    continuation.yield(.attempt(stage, message))
  }

  func send(_ read: [ObservedFile], of wanted: [ObservedFile]) {
    continuation.yield(.read(wanted: wanted, read))
  }

  /// The loop has taken the tick.
  func acceptTick() {
    hasTick.withLock { $0 = false }
  }
}
