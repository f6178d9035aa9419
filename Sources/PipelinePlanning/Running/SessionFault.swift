/// Why a session cannot do what it was asked for.
package enum SessionFault: Error, Equatable, Sendable {
  case manifest(ManifestFault)
  /// The declarations make no valid pipeline.
  case graph(GraphFaults, ManifestFiles)
  case settings([SettingFault])
  case selection(SelectionFault)
  /// No stage has this name any more; its last success was in this run.
  case formerStage(SelectionFault, lastRun: String)
  /// The variable `PIPELINE_JOBS` holds something else than a number of jobs.
  case jobsVariable(String)
  case capacity([CapacityFault], ManifestFiles)
  case lock(LockFault)
  /// The state folder is a file, or a link to this place.
  case stateFolderIsNone(link: String?)
  case recordsUnreadable(SystemFault)
  case unwritable(path: String, SystemFault)
  /// A process that an attempt of a dead run started cannot be ended.
  case orphan(Leftovers, stage: String, run: String)
  /// An attempt that an earlier run submitted goes on.
  case attemptGoesOn(stage: String, run: String)
  case obstacles([Obstacle], ManifestFiles)
  /// Nothing was accepted.
  case acceptance([AcceptanceFault])
  case runFoldersUnreadable(SystemFault)
  /// What was to be removed has changed since the caller agreed; nothing was removed.
  case changedSinceListed
  case history(HistoryFault)
}

/// What a caller of a session is told on the way, none of it a fault.
package enum SessionNotice: Equatable, Sendable {
  case manifest(ManifestWarning)
  /// Compiling the manifest at this path takes a moment.
  case compiling(String)
  /// The manifest asked for the files that this glob matches, and there are none.
  case matchesNothing(String)
  /// A stage has the name of the command that was typed.
  case stageNamedLikeCommand(String)
  /// Fewer stages can run at once than asked for: so many, with so many open files allowed.
  case fewOpenFiles(limit: Int, jobs: Int, possible: Int)
  /// Another process holds the lock, and the session waits for it.
  case waiting(LockHolder?)
  /// Processes that an attempt of a dead run had started were ended.
  case orphansEnded(Leftovers, stage: String, run: String)
  case warning(Event.Warning)
  /// A run is going on while the session looks.
  case running(RunState)
}

/// The names of a manifest's files, for messages.
package struct ManifestFiles: Equatable, Sendable {
  /// The manifest's path, relative to the root where it lies in it.
  package var path: String
  /// All its files, by their numbers in places.
  package var all: [String]

  package init(path: String, all: [String] = []) {
    self.path = path
    self.all = all
  }
}
