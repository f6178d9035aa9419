/// An entry on the disk; a link is an entry itself, not its target.
package struct FoundEntry: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case file
    case folder
    case link
    /// A FIFO, a socket or a device.
    case special
  }

  /// The path and the state; as in the records, the state is that of a link's target.
  package var file: ObservedFile
  package var kind: Kind

  package init(_ file: ObservedFile, _ kind: Kind) {
    self.file = file
    self.kind = kind
  }

  package var path: Path { file.path }

  /// Whether the entry is the same as in a record; for a link, it is enough that the link's text is the same.
  func isSame(as recorded: ObservedFile) -> Bool {
    if file.isSame(as: recorded) { return true }
    guard kind == .link, let link = recorded.state.stamp?.link else { return false }
    return file.state.stamp.map { $0.link.map(ExactText.init) == ExactText(link) } ?? true
  }

  /// In bytes; 0 for anything but a file, so that the target of a link does not count.
  package var size: Int64 { kind == .file ? file.state.stamp?.size ?? 0 : 0 }
}

/// A declared output of a stage, and its entries on the disk.
package struct FoundOutput: Equatable, Sendable {
  /// The reason why the output was not examined further.
  package enum Trouble: Equatable, Sendable {
    /// The output folder, or the folder of the output file, is reached through a link; this is its real path.
    case elsewhere(Path)
    /// The path is a folder, but the output is declared as a file.
    case isFolder
  }

  package var stage: StageID
  package var pattern: FilePattern
  /// The entry at the declared path and all entries inside an output folder; links are not followed.
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
