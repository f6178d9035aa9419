/// The metadata of a file, which shows whether the file has changed.
package struct Stamp: Hashable, Sendable {
  package enum Kind: UInt8, Sendable {
    case file
    case folder
    /// A FIFO, a socket or a device; the runner never reads it and never waits for it.
    case special
  }

  package var kind: Kind
  /// In bytes; 0 for a folder or a special file.
  package var size: Int64
  /// In nanoseconds since 1970; 0 for a special file or a folder, whose time says nothing about its files.
  package var modified: Int64
  /// The text of the symbolic link at the path; nil if the path is not a link.
  package var link: String?

  package init(kind: Kind = .file, size: Int64, modified: Int64, link: String? = nil) {
    self.kind = kind
    self.size = size
    self.modified = modified
    self.link = link
  }

  package static func == (one: Stamp, other: Stamp) -> Bool {
    one.kind == other.kind && one.size == other.size && one.modified == other.modified
      && one.link.map(ExactText.init) == other.link.map(ExactText.init)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(size)
    hasher.combine(modified)
  }
}

package enum FileState: Hashable, Sendable {
  case missing
  case present(Stamp)
  /// The system reported an error; never treat this as missing, because the file perhaps exists.
  case unreadable(SystemFault)

  package var stamp: Stamp? {
    if case .present(let stamp) = self { stamp } else { nil }
  }
}

/// An error of the operating system, or a fault that the runner itself detects (`Own`).
package struct SystemFault: Error, Hashable, Sendable {
  /// The value of `errno`.
  package var number: Int32
  /// The system's message, such as "Permission denied", or the key of an `Own` fault.
  package var words: String

  package init(number: Int32, words: String) {
    self.number = number
    self.words = words
  }

  package enum Own: String, Sendable, CaseIterable {
    /// A link leads to the folder, so the runner must not move or remove the files in it.
    case linkedFolder = "linked-folder"
    /// A child process survived SIGKILL.
    case survivor = "survived-kill"
  }

  package init(number: Int32, own: Own) {
    self.init(number: number, words: own.rawValue)
  }

  /// Nil for a system error.
  package var own: Own? { Own(rawValue: words) }
}

package struct ObservedFile: Hashable, Sendable {
  package var path: Path
  package var state: FileState
  /// The digest of the content that the file had with this stamp; nil if the runner did not read the file.
  package var digest: ContentDigest?

  package init(_ path: Path, _ state: FileState, digest: ContentDigest? = nil) {
    self.path = path
    self.state = state
    self.digest = digest
  }
}

/// The files of a declared input or output.
package struct FileSet: Hashable, Sendable {
  package var pattern: String
  /// In byte order of their paths; the file of a plain pattern is listed even if it is missing.
  package var files: [ObservedFile]

  package init(pattern: String, files: [ObservedFile]) {
    self.pattern = pattern
    self.files = files
  }

  package static func == (one: FileSet, other: FileSet) -> Bool {
    ExactText(one.pattern) == ExactText(other.pattern) && one.files == other.files
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(ExactText(pattern))
    hasher.combine(files)
  }
}
