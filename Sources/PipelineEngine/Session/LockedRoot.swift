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
  ///   - runner: Ends processes.
  ///   - tellsDamage: Whether the session tells that the records are damaged.
  /// - Returns: The root with its records.
  /// - Throws: Why nothing can be done there.
  func recover(
    _ runner: any Runner,
    tellsDamage: Bool = false
  ) throws(SessionFault) -> RecoveredRoot {
    let records = try root.records()
    if tellsDamage { session.tellDamage(of: records.memory) }
    try endOrphans(of: records.memory, runner)
    var recovered = RecoveredRoot(root: root, records: records)
    // A root without records must not get any before it is known that a run begins.
    guard Recovery.isNeeded(records.memory) else { return recovered }
    var store = try recovered.openStore()
    let (nodes, files) = (root.graph.nodes, root.workspace.files)
    recovered.warnings = try writing(".pipeline/state") { () throws(SystemFault) in
      try Recovery.perform(&store, files: files) { path in
        nodes.contains { node in node.outputs.contains { $0.path == path } }
      }
    }
    recovered.store = store
    return recovered
  }

  private func endOrphans(of memory: Memory, _ runner: any Runner) throws(SessionFault) {
    var begun: [String: Set<String>] = [:]
    for (stage, history) in memory.histories.unfinished {
      guard case .started(let run) = history.lastAttempt else { continue }
      begun[run, default: []].insert(stage)
    }
    for (run, stages) in begun.sorted(by: { $0.key < $1.key }) {
      let logs = root.workspace.attemptLogs(of: run, begun: stages)
      let found = runner.endLeftovers(
        of: run,
        logs: logs,
        root: root.workspace.resolver.root.text
      )
      for (stage, orphans) in found.sorted(by: { $0.key < $1.key }) {
        guard orphans.isGone else { throw .orphan(orphans, stage: stage, run: run) }
        session.notify(.orphansEnded(orphans, stage: stage, run: run))
      }
    }
  }
}

/// A locked root in which nothing of an earlier run is alive or half done.
struct RecoveredRoot {
  let root: OpenedRoot
  let records: RecordFile
  /// The records for writing, where the recovery has opened them.
  var store: RecordStore?
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
