/// What `stat` says of a file: its kind, size, time of change, and a link's own text.
package struct Stamp: Hashable, Sendable {
  package enum Kind: UInt8, Sendable {
    case file
    case folder
    /// A FIFO, a socket or a device: never read, never waited for.
    case special
  }

  package var kind: Kind
  /// In bytes; 0 for a folder.
  package var size: Int64
  /// Time of the last change in nanoseconds since 1970; 0 for a folder, whose own time says nothing.
  package var modified: Int64
  /// The text of the link by which the file was reached.
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

/// What stands at a path now.
package enum FileState: Hashable, Sendable {
  case missing
  case present(Stamp)
  /// Something is there, or may be, and the system does not let it be read. Never the same as missing.
  case unreadable(SystemFault)

  package var stamp: Stamp? {
    if case .present(let stamp) = self { stamp } else { nil }
  }
}

/// An error of the system: the number it gave, and its words for it.
package struct SystemFault: Error, Hashable, Sendable {
  /// The value of `errno`.
  package var number: Int32
  /// What the system calls it: "Permission denied".
  package var words: String

  package init(number: Int32, words: String) {
    self.number = number
    self.words = words
  }

  /// A fault that the runner finds itself, so that the system has no words for it.
  package enum Own: String, Sendable, CaseIterable {
    /// A folder is reached by a link, and its files may not be moved or removed.
    case linkedFolder = "linked-folder"
    /// A child process survived KILL.
    case survivor = "survived-kill"
  }

  /// Creates a fault of the runner's own, whose words are its key.
  package init(number: Int32, own: Own) {
    self.init(number: number, words: own.rawValue)
  }

  /// The fault of the runner's own that this is; nil for one of the system.
  package var own: Own? { Own(rawValue: words) }
}

/// A file and what stands there.
package struct ObservedFile: Hashable, Sendable {
  package var path: Path
  package var state: FileState
  /// Of what was in it when it had this stamp; nil where nobody looked.
  package var digest: ContentDigest?

  package init(_ path: Path, _ state: FileState, digest: ContentDigest? = nil) {
    self.path = path
    self.state = state
    self.digest = digest
  }
}

/// The files that a declared input or output stands for.
package struct FileSet: Hashable, Sendable {
  /// The pattern in normal form.
  package var pattern: String
  /// In byte order; for a plain file that one file, whether it is there or not.
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
