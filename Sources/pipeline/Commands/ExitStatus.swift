internal import PipelinePlanning

/// What the tool's exit status says; see `CommandTable` for the words in the help.
enum ExitStatus {
  /// Done, or nothing to do.
  static let done: Int32 = 0
  /// A stage failed; with `--check`, something is stale.
  static let failed: Int32 = 1
  /// Wrong usage, or a fault in the manifest.
  static let usage: Int32 = 2
  /// The run cannot start.
  static let cannotStart: Int32 = 3

  /// The status that a fault of the session ends with.
  static func of(_ fault: SessionFault) -> Int32 {
    switch fault {
    case .manifest, .graph, .settings, .selection, .formerStage, .jobsVariable, .capacity: usage
    case .history(.unknownRun), .history(.ambiguousRun), .history(.unknownStage),
      .history(.stageNotInRun):
      usage
    case .lock, .stateFolderIsNone, .recordsUnreadable, .unwritable, .orphan, .attemptGoesOn,
      .obstacles, .acceptance, .runFoldersUnreadable, .changedSinceListed, .history:
      cannotStart
    }
  }
}

/// How a command ends before its natural end: what is said, and the exit status.
struct CommandFailure: Error {
  var text: String
  var status: Int32
}

/// The end of a command.
struct Ending {
  var status = ExitStatus.done
  /// The answer that was rendered, kept until the process ends: to free a graph of 100,000 stages takes a
  /// tenth of the time of planning them.
  var answer: Any?
}
