internal import PipelinePlanning

/// The first of two things on a thread of its own; in turn where the system refuses one.
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
