/// Something on the disk as it is itself: of a link not what it leads to.
package struct FoundEntry: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case file
    case folder
    case link
    /// A FIFO, a socket or a device.
    case special
  }

  /// The place, and what stands there for whoever follows links, as records have it.
  package var file: ObservedFile
  package var kind: Kind

  package init(_ file: ObservedFile, _ kind: Kind) {
    self.file = file
    self.kind = kind
  }

  package var path: Path { file.path }

  /// Whether it is what a record has: of a link only where it leads counts, whatever is there now.
  func isSame(as recorded: ObservedFile) -> Bool {
    if file.isSame(as: recorded) { return true }
    guard kind == .link, let link = recorded.state.stamp?.link else { return false }
    return file.state.stamp.map { $0.link.map(ExactText.init) == ExactText(link) } ?? true
  }

  /// In bytes; what a link leads to does not count.
  package var size: Int64 { kind == .file ? file.state.stamp?.size ?? 0 : 0 }
}

/// A declared output of a stage, and what is there of it.
package struct FoundOutput: Equatable, Sendable {
  /// Why it was not looked at more closely.
  package enum Trouble: Equatable, Sendable {
    /// Its folder, or the output folder itself, is reached by a link and really lies here.
    case elsewhere(Path)
    /// A folder stands where a file is declared.
    case isFolder
  }

  package var stage: StageID
  package var pattern: FilePattern
  /// What stands at the declared path, and of an output folder all that is in it, no link followed.
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
