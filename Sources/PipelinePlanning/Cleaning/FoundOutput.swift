/// An entry on the disk; a link counts as a link, not as its target.
package struct FoundEntry: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case file
    case folder
    case link
    /// A FIFO, a socket or a device.
    case special
  }

  /// The path, and the state of the file with links followed, as in the records.
  package var file: ObservedFile
  package var kind: Kind

  package init(_ file: ObservedFile, _ kind: Kind) {
    self.file = file
    self.kind = kind
  }

  package var path: Path { file.path }

  /// Whether the entry is the same as in a record; for a link only its target path must be the same.
  func isSame(as recorded: ObservedFile) -> Bool {
    if file.isSame(as: recorded) { return true }
    guard kind == .link, let link = recorded.state.stamp?.link else { return false }
    return file.state.stamp.map { $0.link.map(ExactText.init) == ExactText(link) } ?? true
  }

  /// The size in bytes; 0 for anything but a file, so a link's target does not count.
  package var size: Int64 { kind == .file ? file.state.stamp?.size ?? 0 : 0 }
}

/// A declared output of a stage, and its entries on the disk.
package struct FoundOutput: Equatable, Sendable {
  /// The reason why the output was not examined further.
  package enum Trouble: Equatable, Sendable {
    /// A link leads to its folder, or to the output folder itself, which really lies at this path.
    case elsewhere(Path)
    /// A folder is there, but a file is declared.
    case isFolder
  }

  package var stage: StageID
  package var pattern: FilePattern
  /// The entry at the declared path and everything inside an output folder, without following links.
  package var entries: [FoundEntry]
  package var trouble: Trouble?

  package init(
    stage: StageID,
    pattern: FilePattern,
    entries: [FoundEntry] = [],
    trouble: Trouble? = nil
  ) {
    self.stage = stage
    self.pattern = pattern
    self.entries = entries
    self.trouble = trouble
  }
}
