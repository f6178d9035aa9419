internal import PipelinePlanning

/// Where everything that happens elsewhere is put, for the loop to take in turn.
package struct RunInbox: Sendable {
  enum Message: Sendable {
    case attempt(Int, AttemptMessage)
    case signal(RunSignal)
  }

  let messages: AsyncStream<Message>
  private let continuation: AsyncStream<Message>.Continuation

  package init() {
    (messages, continuation) = AsyncStream.makeStream(of: Message.self)
  }

  /// Tells the run that it is to stop, or that time has passed; from any thread.
  package func send(_ signal: RunSignal) {
    continuation.yield(.signal(signal))
  }

  func send(_ message: AttemptMessage, of stage: Int) {
    continuation.yield(.attempt(stage, message))
  }
}
