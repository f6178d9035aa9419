internal import PipelineDescription
internal import Synchronization

/// The pipeline as it is declared now, for scripts that outlive a change of the manifest.
final class PipelineSource: Sendable {
  private let current: Mutex<Pipeline>

  init(_ pipeline: Pipeline) {
    current = Mutex(pipeline)
  }

  var pipeline: Pipeline {
    get { current.withLock { $0 } }
    set { current.withLock { $0 = newValue } }
  }
}
