internal import CPipelineSystem
package import PipelinePlanning

/// A thread for something that blocks.
///
/// Foundation's says nothing where the system refuses one, and what was to run on it never does.
package enum OwnThread {
  /// What the thread runs, as C can hand it on.
  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }

  /// Starts it.
  ///
  /// - Throws: Why the system refused; then `run` is never called.
  package static func start(_ run: @escaping @Sendable () -> Void) throws(SystemFault) {
    let body = Unmanaged.passRetained(Body(run))
    let error = pipeline_start_thread(
      { argument in
        guard let argument else { return }
        Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
      },
      body.toOpaque()
    )
    guard error == 0 else {
      body.release()
      throw SystemFault(error)
    }
  }
}
