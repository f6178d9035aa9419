/// Does two things that do not touch each other, at once where it can.
///
/// What plans knows no threads; whoever has some hands them in as this.
package protocol Parallel: Sendable {
  /// Does both, the first perhaps on another thread, and gives what came of them.
  func both<First: Sendable, Second>(
    _ first: @escaping @Sendable () -> First,
    _ second: () -> Second
  ) -> (First, Second)
}

/// One after the other.
package struct InTurn: Parallel {
  package init() {}

  package func both<First: Sendable, Second>(
    _ first: @escaping @Sendable () -> First,
    _ second: () -> Second
  ) -> (First, Second) {
    (first(), second())
  }
}
