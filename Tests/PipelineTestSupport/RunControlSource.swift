package import PipelineEngine
internal import Synchronization

/// The control of the run that is going on, for scripts that stop it.
package final class RunControlSource: Sendable {
  private let control: Mutex<RunControl?> = Mutex(nil)

  /// The control of the latest run.
  package internal(set) var current: RunControl? {
    get { control.withLock { $0 } }
    set { control.withLock { $0 = newValue } }
  }
}
