internal import CPipelineSystem
package import PipelinePlanning

/// A thread for work that blocks.
///
/// Foundation's `Thread` reports no error if the system refuses a thread, and the work is never done.
package enum OwnThread {
  /// A closure in a form that C code can pass to the thread.
  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }

  /// Starts a thread.
  ///
  /// - Throws: The system's error if it refuses the thread; then `run` is never called.
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
