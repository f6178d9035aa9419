/// Outputs that the stage writes and that no script names among its arguments.
public struct Outputs: Sendable {
  package var all: [Output]

  /// Declares outputs.
  ///
  /// - Parameters:
  ///   - paths: Files and folders (`"data/plots/"`) inside the root, or lists of them.
  ///   - line: The line of the declaration; leave it out.
  public init<each Value: PathConvertible>(_ paths: repeat each Value, line: Int = #line) {
    all = []
    for path in repeat each paths {
      all += path.paths.map { Output($0, line: line) }
    }
  }
}

/// One declared output.
package struct Output: Sendable, Equatable {
  /// A file, or a folder with a slash at its end.
  package var path: String
  /// The line of the manifest on which it is declared.
  package var line: Int

  package init(_ path: String, line: Int) {
    self.path = path
    self.line = line
  }
}
