internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// A root whose lock this session holds for as long as the value lives.
package struct LockedRoot: Sendable {
  package let selected: SelectedRoot
  let lock: any HeldLock
  var root: OpenedRoot { selected.root }
  private var session: RootSession { selected.session }

  /// Ends what still lives of attempts whose runner died, and undoes what they did, before anything is
  /// looked at.
  ///
  /// - Parameters:
  ///   - executor: Ends what is left of attempts, or finds them again.
  ///   - tellsDamage: Whether the session tells that the records are damaged.
  ///   - report: Receives the reports on attempts that go on; nil refuses to work beside them.
  /// - Returns: The root with its records.
  /// - Throws: Why nothing can be done there.
  func recover(
    _ executor: any AttemptExecutor,
    tellsDamage: Bool = false,
    report: (@Sendable (AttemptReport, AttemptKey) -> Void)? = nil
  ) throws(SessionFault) -> RecoveredRoot {
    let records = try root.records()
    if tellsDamage { session.tellDamage(of: records.memory) }
    var recovered = RecoveredRoot(root: root, records: records)
    recovered.attached = try findAttempts(of: records.memory, executor, report)
    // A root without records must not get any before it is known that a run begins.
    guard Recovery.isNeeded(records.memory) else { return recovered }
    var store = try recovered.openStore()
    let (nodes, files, attached) = (root.graph.nodes, root.workspace.files, recovered.attached)
    recovered.warnings = try writing(".pipeline/state") { () throws(SystemFault) in
      try Recovery.perform(&store, files: files, attached: attached) { path in
        nodes.contains { node in node.outputs.contains { $0.path == path } }
      }
    }
    recovered.store = store
    return recovered
  }

  /// Finds the attempts without an end: those that go on, by stage, while the others are ended.
  private func findAttempts(
    of memory: Memory,
    _ executor: any AttemptExecutor,
    _ report: (@Sendable (AttemptReport, AttemptKey) -> Void)?
  ) throws(SessionFault) -> Set<String> {
    let open = root.workspace.openAttempts(memory)
    if open.isEmpty { return [] }
    let found = executor.recover(open, root: root.workspace.resolver.root.text) {
      report?($1, open[$0].key)
    }
    var attached: Set<String> = []
    for (attempt, found) in zip(open, found) {
      switch found {
      case .attached:
        // Of a stage whose attempt ended only what is left is of interest.
        guard memory.openAttempts[attempt.stage]?.run == attempt.run else { continue }
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

/// A locked root in which nothing of an earlier run is alive or half done.
struct RecoveredRoot {
  let root: OpenedRoot
  let records: RecordFile
  /// The records for writing, where the recovery has opened them.
  var store: RecordStore?
  /// The stages of which an attempt goes on.
  var attached: Set<String> = []
  /// What the recovery has to tell.
  var warnings: [Event.Warning] = []

  /// Opens the records for writing, unless they have been opened.
  func openStore() throws(SessionFault) -> RecordStore {
    if let store { return store }
    return try writing(".pipeline/state") { () throws(SystemFault) in
      try RecordStore(opening: records, in: root.workspace.files)
    }
  }

  /// Opens the log for appending.
  func openLog() throws(SessionFault) -> RunLog {
    try writing(".pipeline/log.jsonl") { () throws(SystemFault) in
      try RunLog(opening: root.workspace.files)
    }
  }
}

extension RootSession {
  /// Takes the lock of a root; what was read before is read again where the lock had to be waited for.
  ///
  /// - Parameters:
  ///   - selected: The root, in which `.pipeline` is made where it is not there.
  ///   - waits: Whether to wait for another run; else that run is the fault.
  ///   - again: Reads the root again.
  /// - Returns: The locked root.
  /// - Throws: Why the lock cannot be had.
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
        waits
          ? { other in
            if !hasWaited { notify(.waiting(other)) }
            hasWaited = true
          } : nil
      )
    } catch {
      throw .lock(error)
    }
    if hasWaited { selected = try again() }
    selected.root.known.noteLock(found: lock.found)
    return LockedRoot(selected: selected, lock: lock)
  }

  private var holder: LockHolder {
    LockHolder(
      pid: world.process(),
      since: Timestamp(milliseconds: world.clock.wall).iso(),
      host: world.host(),
      command: (["pipeline"] + caller.arguments).map(shellQuoted).joined(separator: " ")
    )
  }

  /// Sees to it that `.pipeline` is there, and is a folder of its own.
  private func prepareStateFolder(_ workspace: Workspace) throws(SessionFault) {
    let folder = Workspace.stateFolder
    if let stamp = workspace.files.state(of: folder).stamp,
      stamp.kind != .folder || stamp.link != nil
    {
      throw .stateFolderIsNone(link: stamp.link)
    }
    try writing(".pipeline") { () throws(SystemFault) in
      try workspace.files.makeFolder(folder)
      // Nothing in it is for a repository, whatever the project's own .gitignore says.
      let ignore = folder.appending(".gitignore".utf8)
      if workspace.files.state(of: ignore) == .missing {
        try workspace.files.replace(ignore, with: Array("*\n".utf8))
      }
    }
  }
}
