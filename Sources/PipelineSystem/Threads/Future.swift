internal import Dispatch
package import PipelinePlanning
internal import Synchronization

/// A value that another thread computes meanwhile.
package final class Future<Value: Sendable>: Sendable {
  private let computed = Mutex<Value?>(nil)
  private let isThere = DispatchSemaphore(value: 0)

  /// Begins to compute the value.
  ///
  /// - Throws: Why the system refused a thread; then `compute` is never called.
  package init(_ compute: @escaping @Sendable () -> Value) throws(SystemFault) {
    try OwnThread.start { [self] in
      let value = compute()
      computed.withLock { $0 = value }
      isThere.signal()
    }
  }

  /// The value; waits for it.
  package var value: Value {
    while true {
      if let value = computed.withLock({ $0 }) { return value }
      isThere.wait()
      // Another thread may wait, too.
      isThere.signal()
    }
  }
}

/// Does the first of two things on another thread; one after the other where the system refuses a thread.
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
