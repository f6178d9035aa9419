/// What a file is to a pipeline: who makes it, who reads it, and whether it is as it was left.
package struct FileExplanation: Equatable, Sendable {
  /// The file as a run left or read it, and what is another now.
  package struct Seen: Equatable, Sendable {
    package var run: String
    /// What stood there then; nil where it was not among what the run saw.
    package var then: FileState?
    /// Nil where nothing differs.
    package var change: Reason.Change?
    /// Where the file was taken as it stood, and not as the run left it.
    package var acceptance: Acceptance?
  }

  /// A file that the maker's last successful attempt has read.
  package struct Source: Equatable, Sendable {
    package var path: Path
    package var then: FileState
    package var change: Reason.Change?
  }

  package struct Maker: Equatable, Sendable {
    package var stage: StageID
    package var verdict: Plan.Verdict
    /// Nil where no successful attempt is on record.
    package var left: Seen?
    /// What that attempt read: inputs, then scripts.
    package var sources: [Source]
  }

  package struct Reader: Equatable, Sendable {
    package enum Role: Equatable, Sendable {
      /// By this input as it is declared.
      case input(String)
      case script
    }

    package var stage: StageID
    package var role: Role
    /// Nil where no successful attempt is on record.
    package var seen: Seen?
  }

  package var path: Path
  package var state: FileState
  package var maker: Maker?
  package var readers: [Reader] = []
  /// Who made it, where no stage does any more.
  package var former: FormerOutput?
  /// What may have been meant, where no stage has to do with it.
  package var nearest: String?

  /// Whether any stage has, or had, to do with it.
  package var isKnown: Bool { maker != nil || !readers.isEmpty || former != nil }
}

extension FileExplanation {
  package init(path: Path, state: FileState) {
    self.init(path: path, state: state, readers: [])
  }
}
