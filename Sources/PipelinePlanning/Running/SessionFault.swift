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
  case obstacles([Obstacle], ManifestFiles, Rerun? = nil)
  case acceptance([AcceptanceFault])
  /// A folder of `.pipeline` that `clean` lists.
  case unreadableFolder(String, SystemFault)
  /// The files to remove changed after the caller agreed, so the session removed nothing.
  case changedSinceListed
  case history(HistoryFault)
}

/// A report of a session to its caller that is not a fault.
package enum SessionNotice: Equatable, Sendable {
  case manifest(ManifestWarning)
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
  /// With `-k`, the run blocks the stages that have these obstacles.
  case obstacles([Obstacle], ManifestFiles)
  case running(RunState)
}

/// The paths of a manifest's files, for messages.
package struct ManifestFiles: Equatable, Sendable {
  /// The manifest's path; relative to the root if the manifest is inside the root.
  package var path: String
  /// A `Place` refers to these paths by position.
  package var all: [String]

  package init(path: String, all: [String] = []) {
    self.path = path
    self.all = all
  }

  package var isJSON: Bool { path.lowercased().hasSuffix(".json") }
}

/// A command that runs the stages that lack nothing.
package struct Rerun: Equatable, Sendable {
  package var command: String
  /// The number of stages that it runs or may run.
  package var count: Int

  package init(command: String, count: Int) {
    self.command = command
    self.count = count
  }
}
