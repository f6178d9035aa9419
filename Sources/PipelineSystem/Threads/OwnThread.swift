internal import CPipelineSystem
package import PipelinePlanning

/// A thread for work that blocks.
///
/// Foundation's `Thread` would report no error if the system refuses a thread, and would never do the work.
package enum OwnThread {
  /// A closure in a form that C code can pass to the thread.
  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }

  /// Throws if the system refuses the thread; then `run` is never called.
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
