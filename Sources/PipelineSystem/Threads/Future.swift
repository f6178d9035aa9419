internal import Dispatch
package import PipelinePlanning
internal import Synchronization

/// A value that a thread of its own computes, while whoever wants it goes on.
package final class Future<Value: Sendable>: Sendable {
  private let computed = Mutex<Value?>(nil)
  private let isThere = DispatchSemaphore(value: 0)

  /// Begins to compute it.
  ///
  /// - Throws: Why the system refused a thread; then `compute` is never called.
  package init(_ compute: @escaping @Sendable () -> Value) throws(SystemFault) {
    try OwnThread.start { [self] in
      let value = compute()
      computed.withLock { $0 = value }
      isThere.signal()
    }
  }

  /// The value, which is waited for.
  package var value: Value {
    while true {
      if let value = computed.withLock({ $0 }) { return value }
      isThere.wait()
      // For whoever waits beside this one.
      isThere.signal()
    }
  }
}
