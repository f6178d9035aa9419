internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// A root whose lock this session holds as long as the value exists.
package struct LockedRoot: Sendable {
  package let selected: SelectedRoot
  let lock: any HeldLock
  var root: OpenedRoot { selected.root }
  private var session: RootSession { selected.session }

  /// Kills the orphans of dead runs and undoes unfinished attempts; an attempt that continues sends its
  /// reports to `report`, or is a fault if `report` is nil.
  func recover(
    _ executor: any AttemptExecutor,
    tellsDamage: Bool = false,
    report: (@Sendable (AttemptReport, AttemptKey) -> Void)? = nil
  ) throws(SessionFault) -> RecoveredRoot {
    let file = try root.recordFile()
    if tellsDamage { session.tellDamage(of: file.records) }
    var recovered = RecoveredRoot(root: root, recordFile: file)
    recovered.attached = try findAttempts(of: file.records, executor, report)
    let leftovers = Leftovers(files: root.workspace.files)
    leftovers.removeTemporaryFiles()
    // A root without records must stay without them until a run is certain to begin.
    guard Recovery.isNeeded(file.records) else {
      leftovers.removeEmptyAside()
      return recovered
    }
    var store = try recovered.openStore()
    let (nodes, files, attached) = (root.graph.nodes, root.workspace.files, recovered.attached)
    recovered.warnings = try writing(".pipeline/state") { () throws(SystemFault) in
      try Recovery.perform(&store, files: files, attached: attached) { stage in
        nodes.first { $0.stage.name == stage }?.distinctOutputs ?? []
      } isOutput: { path in
        nodes.contains { node in node.outputs.contains { $0.path == path } }
      }
    }
    recovered.store = store
    if store.records.undoNotes.isEmpty { leftovers.removeEmptyAside() }
    return recovered
  }

  /// Attaches the unfinished attempts that continue, stops the others, and returns the attached stages.
  private func findAttempts(
    of records: Records,
    _ executor: any AttemptExecutor,
    _ report: (@Sendable (AttemptReport, AttemptKey) -> Void)?
  ) throws(SessionFault) -> Set<String> {
    let open = root.workspace.openAttempts(records)
    if open.isEmpty { return [] }
    let found = executor.recover(open, root: root.workspace.resolver.root.text) {
      report?($1, open[$0].key)
    }
    var attached: Set<String> = []
    for (attempt, found) in zip(open, found) {
      switch found {
      case .attached:
        // If the records say that the attempt has ended, only its orphans matter.
        guard records.openAttempts[attempt.stage]?.run == attempt.run else { continue }
        guard report != nil else { throw .attemptGoesOn(stage: attempt.stage, run: attempt.run) }
        attached.insert(attempt.stage)
      case .gone(let orphans?):
        guard orphans.isGone else {
          throw .orphan(orphans, stage: attempt.stage, run: attempt.run)
        }
        session.notify(.orphansEnded(orphans, stage: attempt.stage, run: attempt.run))
      case .gone(nil): break
      }
    }
    return attached
  }
}

/// A locked root in which no attempt is unfinished, except the attached attempts.
struct RecoveredRoot {
  let root: OpenedRoot
  let recordFile: RecordFile
  /// Nil if the recovery did not have to open the records.
  var store: RecordStore?
  /// The names of the stages for which an attempt of an earlier run continues.
  var attached: Set<String> = []
  var warnings: [Event.Warning] = []

  func openStore() throws(SessionFault) -> RecordStore {
    if let store { return store }
    return try writing(".pipeline/state") { () throws(SystemFault) in
      try RecordStore(opening: recordFile, in: root.workspace.files)
    }
  }

  func openLog() throws(SessionFault) -> RunLog {
    try writing(".pipeline/log.jsonl") { () throws(SystemFault) in
      try RunLog(opening: root.workspace.files)
    }
  }
}

extension RootSession {
  /// Creates `.pipeline` if missing, and takes the lock; without `waits`, a run in progress is a fault.
  ///
  /// After a wait, it calls `again` to select the stages, because the root may have changed meanwhile.
  func lock(
    _ selected: SelectedRoot,
    waits: Bool,
    again: () throws(SessionFault) -> SelectedRoot
  ) throws(SessionFault) -> LockedRoot {
    var selected = selected
    try prepareStateFolder(selected.root.workspace)
    let path = selected.root.workspace.resolver.absolute(Workspace.lockFile).text
    var hasWaited = false
    let lock: any HeldLock
    do throws(LockFault) {
      lock = try world.lock(
        path,
        { holder },
        waits && ownRunStage(selected.root.workspace) == nil
          ? { other in
            if !hasWaited { notify(.waiting(other)) }
            hasWaited = true
          } : nil
      )
    } catch {
      guard case .heldBy(let holder) = error, let stage = ownRunStage(selected.root.workspace)
      else {
        throw .lock(error)
      }
      throw .lock(.heldByOwnRun(holder, stage: stage))
    }
    if hasWaited { selected = try again() }
    try ignoreStateFolder(selected.root.workspace.files)
    try writing(".pipeline/salt") { () throws(SystemFault) in
      try selected.root.workspace.makeSalt(world.salt)
    }
    selected.root.known.noteLock(found: lock.found)
    return LockedRoot(selected: selected, lock: lock)
  }

  /// The stage whose script started this process, if the stage belongs to a run of this root.
  private func ownRunStage(_ workspace: Workspace) -> String? {
    let variables = caller.environment
    guard variables["PIPELINE_RUN"] != nil,
      variables["PIPELINE_ROOT"] == workspace.resolver.root.text
    else { return nil }
    return variables["PIPELINE_STAGE"]
  }

  private var holder: LockHolder {
    LockHolder(
      pid: world.process(),
      since: Timestamp(milliseconds: world.clock.wall).iso(),
      host: world.host(),
      command: (["pipeline"] + caller.arguments).map(shellQuoted).joined(separator: " ")
    )
  }

  private func prepareStateFolder(_ workspace: Workspace) throws(SessionFault) {
    let folder = Workspace.stateFolder
    // A link without a target counts as missing, but no folder can be made in its place.
    if (try? workspace.files.kind(of: folder)) == .link,
      workspace.files.state(of: folder) == .missing
    {
      throw .stateFolderIsNone(link: workspace.files.linkText(of: folder))
    }
    if let stamp = workspace.files.state(of: folder).stamp,
      stamp.kind != .folder || stamp.link != nil
    {
      throw .stateFolderIsNone(link: stamp.link)
    }
    try writing(".pipeline") { () throws(SystemFault) in
      try workspace.files.makeFolder(folder)
    }
  }

  /// Keeps the state folder out of commits, whatever the project's own .gitignore says.
  private func ignoreStateFolder(_ files: any FileSystem) throws(SessionFault) {
    try writing(".pipeline/.gitignore") { () throws(SystemFault) in
      let ignore = Workspace.stateFolder.appending(".gitignore".utf8)
      if files.state(of: ignore) == .missing {
        try files.replace(ignore, with: Array("*\n".utf8))
      }
    }
  }
}
