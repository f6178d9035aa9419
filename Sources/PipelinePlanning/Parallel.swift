/// Runs functions in parallel; a protocol, because planning itself does not create threads.
package protocol Parallel: Sendable {
  /// Runs both functions, the first perhaps on another thread.
  func both<First: Sendable, Second>(
    _ first: @escaping @Sendable () -> First,
    _ second: () -> Second
  ) -> (First, Second)
}

package struct Sequential: Parallel {
  package init() {}

  package func both<First: Sendable, Second>(
    _ first: @escaping @Sendable () -> First,
    _ second: () -> Second
  ) -> (First, Second) {
    (first(), second())
  }
}
