/// Runs two independent functions, in parallel if it can.
///
/// Planning does not create threads; the caller provides parallelism.
package protocol Parallel: Sendable {
  /// Runs both functions, the first perhaps on another thread, and returns their results.
  func both<First: Sendable, Second>(
    _ first: @escaping @Sendable () -> First,
    _ second: () -> Second
  ) -> (First, Second)
}

/// Runs the two functions one after the other.
package struct Sequential: Parallel {
  package init() {}

  package func both<First: Sendable, Second>(
    _ first: @escaping @Sendable () -> First,
    _ second: () -> Second
  ) -> (First, Second) {
    (first(), second())
  }
}
