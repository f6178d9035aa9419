internal import CPipelineSystem
package import PipelinePlanning

/// A thread for work that blocks.
///
/// Foundation's `Thread` reports no error if the system refuses a thread, and its work is never done.
package enum OwnThread {
  /// A closure that C code can hand to the thread.
  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }

  /// Starts a thread.
  ///
  /// - Throws: Why the system refused it; then `run` is never called.
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
