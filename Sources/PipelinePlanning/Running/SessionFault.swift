package enum SessionFault: Error, Equatable, Sendable {
  case manifest(ManifestFault)
  case graph(GraphFaults, ManifestFiles)
  case settings([SettingFault])
  case selection(SelectionFault)
  /// The manifest no longer has a stage with this name; `lastRun` is the run of its last success.
  case formerStage(SelectionFault, lastRun: String)
  /// The variable `PIPELINE_JOBS` does not hold a number of jobs.
  case jobsVariable(String)
  case capacity([CapacityFault], ManifestFiles)
  case lock(LockFault)
  /// The system does not show processes, so the runner could not watch what it starts.
  case noProcesses
  /// The state folder is a file or a link; `link` is the text of the link.
  case stateFolderIsNone(link: String?)
  case recordsUnreadable(SystemFault)
  case unwritable(path: String, SystemFault)
  /// The session could not stop these processes of an attempt whose runner died.
  case orphan(Orphans, stage: String, run: String)
  /// An attempt that an earlier run submitted is still running.
  case attemptGoesOn(stage: String, run: String)
  case obstacles([Obstacle], ManifestFiles)
  case acceptance([AcceptanceFault])
  case runFoldersUnreadable(SystemFault)
  /// The files to remove changed after the caller agreed, so the session removed nothing.
  case changedSinceListed
  case history(HistoryFault)
}

/// A report of a session to its caller that is not a fault.
package enum SessionNotice: Equatable, Sendable {
  case manifest(ManifestWarning)
  /// The session compiles the manifest at this path, which takes some time.
  case compiling(String)
  /// A step of reading the manifest at this path takes more than a second.
  case slowManifest(String, ManifestStep)
  /// The manifest asked for the files that match this glob, but there are none.
  case matchesNothing(String)
  case stageNamedLikeCommand(String)
  /// The limit of open files allows only `possible` parallel stages instead of `jobs`.
  case fewOpenFiles(limit: Int, jobs: Int, possible: Int)
  /// Another process holds the lock, and the session waits for it.
  case waiting(LockHolder?)
  /// The session stopped these processes of an attempt whose runner died.
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
