internal import PipelineDescription

/// Finds globs in commands that give a program more names than a command line holds.
package enum GlobCheck {
  /// Returns the size of the names as arguments of a program, in bytes, if it is above the limit.
  ///
  /// The result is nil if only the shell itself gets the names, which has no limit.
  package static func excess(of set: FileSet, in texts: [String], limit: Int) -> Int? {
    // The system counts the zero at the end of each name, and a pointer to it.
    let bytes = set.files.reduce(0) { $0 + $1.path.bytes.count + 9 }
    guard bytes > limit, texts.contains(where: { isPassed(set.pattern, to: $0) }) else {
      return nil
    }
    return bytes
  }

  private static func isPassed(_ pattern: String, to text: String) -> Bool {
    for spelling in [pattern, shellPattern(pattern)] {
      guard let range = text.firstRange(of: spelling) else { continue }
      let command = text[..<range.lowerBound].split { "\n;|&(`".contains($0) }.last ?? ""
      let word = command.split(separator: " ").first.map(String.init) ?? ""
      return !inShell.contains(word)
    }
    return false
  }

  /// Words before names that the shell does not pass on to a program.
  private static let inShell: Set = ["for", "printf", "echo", "set", ":", "do", "test", "["]
}
