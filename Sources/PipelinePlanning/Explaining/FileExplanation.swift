/// The maker and the readers of a file, and the file's changes since these stages ran.
package struct FileExplanation: Equatable, Sendable {
  /// The file as a run left or read it, and its change since then.
  package struct Seen: Equatable, Sendable {
    package var run: String
    /// The state in the record of the run; nil if the record does not contain the file.
    package var then: FileState?
    package var change: Reason.Change?
    /// Set if `then` is the state that the user accepted, not the state that the run left.
    package var acceptance: Acceptance?
  }

  /// A file that the maker's last successful attempt read.
  package struct Source: Equatable, Sendable {
    package var path: Path
    package var then: FileState
    package var change: Reason.Change?
  }

  package struct Maker: Equatable, Sendable {
    package var stage: StageID
    package var verdict: Plan.Verdict
    /// Nil if no attempt of the stage has succeeded.
    package var left: Seen?
    /// The inputs of the last successful attempt, then its scripts.
    package var sources: [Source]
  }

  package struct Reader: Equatable, Sendable {
    package enum Role: Equatable, Sendable {
      /// This input of the stage, as declared, matches the file.
      case input(String)
      case script
    }

    package var stage: StageID
    package var role: Role
    package var seen: Seen?
  }

  package var path: Path
  package var state: FileState
  package var maker: Maker?
  package var readers: [Reader] = []
  package var former: FormerOutput?
  /// The path that the user probably meant; set if no stage makes or reads the file.
  package var nearest: String?

  package var isKnown: Bool { maker != nil || !readers.isEmpty || former != nil }
}

extension FileExplanation {
  package init(path: Path, state: FileState) {
    self.init(path: path, state: state, readers: [])
  }
}
