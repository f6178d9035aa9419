package import PipelineEngine
internal import Synchronization

/// The inbox of the run that is going on, for scripts that stop it.
package final class RunInboxSource: Sendable {
  private let current: Mutex<RunInbox?> = Mutex(nil)

  /// The inbox of the latest run.
  package internal(set) var inbox: RunInbox? {
    get { current.withLock { $0 } }
    set { current.withLock { $0 = newValue } }
  }
}
