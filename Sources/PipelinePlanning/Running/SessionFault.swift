/// The reason why a session cannot do what its caller asked for.
package enum SessionFault: Error, Equatable, Sendable {
  case manifest(ManifestFault)
  /// The declarations do not form a valid pipeline.
  case graph(GraphFaults, ManifestFiles)
  case settings([SettingFault])
  case selection(SelectionFault)
  /// No stage has this name any more; `lastRun` is the run of its last success.
  case formerStage(SelectionFault, lastRun: String)
  /// The variable `PIPELINE_JOBS` does not hold a number of jobs.
  case jobsVariable(String)
  case capacity([CapacityFault], ManifestFiles)
  case lock(LockFault)
  /// The path of the state folder is a file, or a link to this place.
  case stateFolderIsNone(link: String?)
  case recordsUnreadable(SystemFault)
  case unwritable(path: String, SystemFault)
  /// A process of an attempt whose runner died cannot be ended.
  case orphan(Orphans, stage: String, run: String)
  /// An attempt that an earlier run submitted is still running.
  case attemptGoesOn(stage: String, run: String)
  case obstacles([Obstacle], ManifestFiles)
  /// The session accepted no stage, because of these faults.
  case acceptance([AcceptanceFault])
  case runFoldersUnreadable(SystemFault)
  /// The files to remove have changed since the caller agreed; the session removed nothing.
  case changedSinceListed
  case history(HistoryFault)
}

/// A notice that a session gives its caller while it works; not a fault.
package enum SessionNotice: Equatable, Sendable {
  case manifest(ManifestWarning)
  /// Compiling the manifest at this path takes a moment.
  case compiling(String)
  /// The manifest asked for the files that match this glob, but none does.
  case matchesNothing(String)
  /// A stage has the same name as the command that the user typed.
  case stageNamedLikeCommand(String)
  /// The limit of open files allows only `possible` stages at once instead of `jobs`.
  case fewOpenFiles(limit: Int, jobs: Int, possible: Int)
  /// Another process holds the lock, and the session waits for it.
  case waiting(LockHolder?)
  /// The session ended processes of an attempt whose runner died.
  case orphansEnded(Orphans, stage: String, run: String)
  case warning(Event.Warning)
  /// A run is in progress while the session reads the root.
  case running(RunState)
}

/// The paths of a manifest's files, for messages.
package struct ManifestFiles: Equatable, Sendable {
  /// The manifest's path; relative to the root if it lies inside.
  package var path: String
  /// The paths of all its files; a `Place` refers to them by position.
  package var all: [String]

  package init(path: String, all: [String] = []) {
    self.path = path
    self.all = all
  }
}
