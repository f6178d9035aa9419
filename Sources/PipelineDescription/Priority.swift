/// Which of the stages that could start goes first: the one with the higher number, 0 where nothing is
/// said.
///
/// Among equals it is the one with the longest way still behind it.
public struct Priority: Sendable, Equatable {
  package var value: Int
  /// The line of the manifest on which it is declared.
  package var line: Int

  /// Declares the priority.
  ///
  /// - Parameters:
  ///   - value: The number; it may be negative.
  ///   - line: The line of the declaration; leave it out.
  public init(_ value: Int, line: Int = #line) {
    self.value = value
    self.line = line
  }
}
