/// A file, a folder or a link on the disk; a link has the kind `link`, whatever its target is.
package struct FoundEntry: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case file
    case folder
    case link
    /// A FIFO, a socket or a device.
    case special
  }

  /// As in the records, the state of a link is the state of its target.
  package var file: ObservedFile
  package var kind: Kind

  package init(_ file: ObservedFile, _ kind: Kind) {
    self.file = file
    self.kind = kind
  }

  package var path: Path { file.path }

  /// Whether the entry is the same as in a record; two links are the same if they have the same text.
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
    /// A link leads to the output folder, or to the folder of the output file; the value is its real path.
    case elsewhere(Path)
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
