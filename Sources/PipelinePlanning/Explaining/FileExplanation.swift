/// The place of a file in a pipeline: its maker, its readers, and its changes since.
package struct FileExplanation: Equatable, Sendable {
  /// The file as a run left or read it, and its change since then.
  package struct Seen: Equatable, Sendable {
    package var run: String
    /// The state of the file then; nil if the record of the run does not contain it.
    package var then: FileState?
    /// Nil if nothing differs.
    package var change: Reason.Change?
    /// The user's acceptance; set if the record has the file as accepted, not as the run left it.
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
    /// Nil if there is no record of a successful attempt.
    package var left: Seen?
    /// The files that that attempt read: inputs, then scripts.
    package var sources: [Source]
  }

  package struct Reader: Equatable, Sendable {
    package enum Role: Equatable, Sendable {
      /// The stage reads the file through this input, as declared.
      case input(String)
      case script
    }

    package var stage: StageID
    package var role: Role
    /// Nil if there is no record of a successful attempt.
    package var seen: Seen?
  }

  package var path: Path
  package var state: FileState
  package var maker: Maker?
  package var readers: [Reader] = []
  /// The former output, if a stage made the file earlier and none does now.
  package var former: FormerOutput?
  /// The path that the user probably meant; set if no stage makes or reads the file.
  package var nearest: String?

  /// Whether any stage makes or reads the file, or made it earlier.
  package var isKnown: Bool { maker != nil || !readers.isEmpty || former != nil }
}

extension FileExplanation {
  package init(path: Path, state: FileState) {
    self.init(path: path, state: state, readers: [])
  }
}
