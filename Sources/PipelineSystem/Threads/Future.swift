internal import Dispatch
package import PipelinePlanning
internal import Synchronization

/// A value that another thread computes.
package final class Future<Value: Sendable>: Sendable {
  private let computed = Mutex<Value?>(nil)
  private let isThere = DispatchSemaphore(value: 0)

  /// Throws if the system refuses a thread; then `compute` is never called.
  package init(_ compute: @escaping @Sendable () -> Value) throws(SystemFault) {
    try OwnThread.start { [self] in
      let value = compute()
      computed.withLock { $0 = value }
      isThere.signal()
    }
  }

  /// Blocks until the thread has computed the value.
  package var value: Value {
    while true {
      if let value = computed.withLock({ $0 }) { return value }
      isThere.wait()
      // Pass the signal on, because another thread perhaps waits, too.
      isThere.signal()
    }
  }
}

/// Runs the first closure on another thread, or both in turn if the system refuses a thread.
package struct TwoThreads: Parallel {
  package init() {}

  package func both<First: Sendable, Second>(
    _ first: @escaping @Sendable () -> First,
    _ second: () -> Second
  ) -> (First, Second) {
    let future = try? Future(first)
    let second = second()
    return (future?.value ?? first(), second)
  }
}
