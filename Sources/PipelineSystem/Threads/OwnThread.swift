internal import CPipelineSystem
package import PipelinePlanning

/// A thread for work that blocks; unlike Foundation's `Thread`, it throws if the system refuses a thread.
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
