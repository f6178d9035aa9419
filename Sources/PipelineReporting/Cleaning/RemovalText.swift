package import PipelinePlanning

/// What came of a removal.
package enum RemovalText {
  /// The last line after all went well: `✓ removed 3 files (8.2 MB)`.
  package static func done(
    files: Int,
    folders: Int,
    size: Int64,
    style: Style = .plain
  ) -> String {
    let what =
      files == 0
      ? counted(folders, "empty folder") : "\(counted(files, "file")) (\(sizeText(size)))"
    return style.spelled("\(style.mark(.success)) removed \(what)\n")
  }

  /// What could not be removed.
  ///
  /// - Parameters:
  ///   - failures: What is left, each with the words of the system.
  ///   - files: How many files went.
  /// - Returns: The message.
  package static func failure(
    _ failures: [(path: Path, fault: SystemFault)],
    files: Int
  ) -> Message {
    let shown = failures.prefix(10).map { "\($0.path.text) (\($0.fault.words))" }
    let more = failures.count - shown.count
    let left = (shown + (more > 0 ? ["and \(more) more"] : [])).joined(separator: "\n")
    let count = failures.count == 1 ? "one of them" : "\(failures.count) of them"
    return Message(
      "not everything could be removed: \(count) could not",
      facts: [("left", left), ("removed", counted(files, "file"))]
    )
  }
}
