/// How many stages may run at once; the number of cores where nothing is said.
///
/// `--jobs` and the variable `PIPELINE_JOBS` overrule it.
public struct Jobs: Sendable, Equatable {
  package var count: Int
  /// The line of the manifest on which it is declared.
  package var line: Int

  /// Declares the number.
  ///
  /// - Parameters:
  ///   - count: How many, 1 or more.
  ///   - line: The line of the declaration; leave it out.
  public init(_ count: Int, line: Int = #line) {
    self.count = count
    self.line = line
  }
}
