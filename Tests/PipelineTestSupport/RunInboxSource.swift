package import PipelineEngine
internal import Synchronization

/// The inbox of the run that is going on, for scripts that send it a signal.
package final class RunInboxSource: Sendable {
  private let current: Mutex<RunInbox?> = Mutex(nil)

  var inbox: RunInbox? {
    get { current.withLock { $0 } }
    set { current.withLock { $0 = newValue } }
  }

  /// Sends a signal to the run that is going on.
  package func send(_ signal: RunSignal) { inbox?.send(signal) }
}
