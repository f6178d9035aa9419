internal import PipelinePlanning

/// The exit statuses of the tool; `CommandTable` has their descriptions in the help.
enum ExitStatus {
  static let done: Int32 = 0
  /// A stage failed; with `--check`, a stage is stale.
  static let failed: Int32 = 1
  /// The usage is wrong, or the manifest has a fault.
  static let usage: Int32 = 2
  static let cannotStart: Int32 = 3

  static func of(_ fault: SessionFault) -> Int32 {
    switch fault {
    case .manifest, .graph, .settings, .selection, .formerStage, .jobsVariable, .capacity: usage
    case .history(.unknownRun), .history(.ambiguousRun), .history(.unknownStage),
      .history(.stageNotInRun):
      usage
    case .lock, .noProcesses, .stateFolderIsNone, .recordsUnreadable, .unwritable, .orphan,
      .attemptGoesOn, .obstacles, .acceptance, .unreadableFolder, .changedSinceListed, .history:
      cannotStart
    }
  }
}

struct CommandFailure: Error {
  var text: String
  var status: Int32
}

struct Ending {
  var status = ExitStatus.done
  /// Kept until the process ends, because freeing 100,000 stages takes a tenth of the planning time.
  var answer: Any?
}
