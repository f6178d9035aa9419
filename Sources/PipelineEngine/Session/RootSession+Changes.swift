internal import PipelineDescription
package import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

package struct AcceptAnswer: Sendable {
  package let root: OpenedRoot
  /// No reasons mean that the stage was up to date already.
  package let stages: [(stage: StageID, reasons: [Reason])]
  /// The stages downstream of the accepted ones that are still stale.
  package let stale: [StageID]
}

extension RootSession {
  /// Marks stages as up to date without running them; writes the user's `reason` to the records and the log.
  package func accept(
    _ selection: Selection,
    reason: String,
    waits: Bool = false
  ) throws(SessionFault) -> AcceptAnswer {
    let locked = try lock(try select(selection), waits: waits) { () throws(SessionFault) in
      try select(selection)
    }
    defer { withExtendedLifetime(locked.lock) {} }
    let recovered = try locked.recover(executor, tellsDamage: true)
    let records = recovered.recordFile.records
    for warning in recovered.warnings { notify(.warning(warning)) }
    let run = world.runID(world.clock.wall)
    var acceptor = Acceptor(workspace: locked.root.workspace, records: records, run: run)
    let candidates = acceptor.candidates(locked.selected.stages)
    let faults = candidates.flatMap(\.faults)
    guard faults.isEmpty else { throw .acceptance(faults) }
    let stale = candidates.filter { !$0.reasons.isEmpty }
    let after =
      stale.isEmpty ? records : try accept(stale, &acceptor, reason, in: recovered).records
    return AcceptAnswer(
      root: locked.root,
      stages: candidates.map { ($0.stage, $0.reasons) },
      stale: acceptor.stale(after: candidates.map(\.stage), after)
    )
  }

  private func accept(
    _ candidates: [Acceptor.Candidate],
    _ acceptor: inout Acceptor,
    _ reason: String,
    in recovered: RecoveredRoot
  ) throws(SessionFault) -> RecordStore {
    let log = try recovered.openLog()
    var store = try recovered.openStore()
    let acceptance = Acceptance(time: world.clock.wall, reason: reason)
    let (faults, warnings) = try writing(".pipeline/state") { () throws(SystemFault) in
      try acceptor.accept(candidates, acceptance, in: &store, clock: world.clock)
    }
    guard faults.isEmpty else { throw .acceptance(faults) }
    for warning in warnings { notify(.warning(warning)) }
    let lines = candidates.map { candidate in
      let name = recovered.root.graph.name(of: candidate.stage)
      var event = Event.Acceptance()
      event.stage = name
      event.time = acceptance.time
      event.user = caller.user
      event.reason = acceptance.reason
      event.reasons = candidate.reasons
      let run = store.records.histories[name]?.record?.run ?? ""
      return LogLine(run: run, event: .accepted(event))
    }
    noteInLog(lines, log)
    return store
  }
}

package struct CleanOrder: Equatable, Sendable {
  package enum Subject: Equatable, Sendable {
    case outputs
    /// The logs of old runs.
    case runs
    /// Files in `.pipeline/kept`.
    case kept
    /// Files that no stage makes anymore.
    case obsolete
  }

  package var selection = Selection()
  package var subject = Subject.outputs
  /// Whether to also remove files that have changed since the last success of their stage.
  package var isForced = false
  /// Whether to wait for another run in the root.
  package var waits = false

  package init(
    selection: Selection = Selection(),
    subject: Subject = .outputs,
    isForced: Bool = false,
    waits: Bool = false
  ) {
    self.selection = selection
    self.subject = subject
    self.isForced = isForced
    self.waits = waits
  }
}

package enum CleanAnswer: Sendable {
  case nothingThere(Cleaning)
  case refused
  case removed(Remover.Outcome)
}

extension RootSession {
  /// Lists the files that `clean` would remove, without locking or writing anything.
  package func list(_ order: CleanOrder) throws(SessionFault) -> Cleaning {
    let selected = try select(order.selection)
    _ = try records(of: selected.root)
    return try cleaning(order, in: selected)
  }

  /// Removes outputs, or the logs of old runs, if there are any and `agrees` returns true for them.
  ///
  /// If `asks` is true, the lock is released while `agrees` runs, because the user may need long to answer.
  package func clean(
    _ order: CleanOrder,
    asks: Bool,
    agrees: (Cleaning) -> Bool
  ) throws(SessionFault) -> CleanAnswer {
    var selected = try select(order.selection)
    _ = try records(of: selected.root)
    var lock: (any HeldLock)? = try lockForCleaning(order, &selected)
    defer { withExtendedLifetime(lock) {} }
    let shown = try cleaning(order, in: selected)
    if shown.isEmpty { return .nothingThere(shown) }
    if asks { lock = nil }
    guard agrees(shown) else { return .refused }
    if asks {
      lock = try lockForCleaning(order, &selected)
      guard try cleaning(order, in: selected) == shown else { throw .changedSinceListed }
    }
    let workspace = selected.root.workspace
    let last = (try? look(at: workspace.resolver))?.last
    // In a root that was never run, a new log would end the use of Make's rule.
    let hasHistory = try !selected.root.recordFile().records.isBlank
    let outcome = Remover(files: workspace.files).remove(shown)
    if hasHistory { note(shown, outcome, after: last?.run.id, in: workspace.files) }
    return .removed(outcome)
  }

  private func note(
    _ cleaning: Cleaning,
    _ outcome: Remover.Outcome,
    after run: String?,
    in files: any FileSystem
  ) {
    if outcome.files + outcome.folders == 0 { return }
    let kept = Set(outcome.failures.map(\.path))
    var event = Event.Cleanup()
    event.time = world.clock.wall
    event.user = caller.user
    event.places = cleaning.places.prefix(100).map(\.text)
    event.setFiles(cleaning.items.map(\.path).filter { !kept.contains($0) }.map(\.text))
    event.size = outcome.size
    let line = LogLine(run: run ?? world.runID(event.time), event: .cleaned(event))
    do throws(SystemFault) {
      // The log is opened only now, because the removal may have freed space on the disk.
      noteInLog([line], try RunLog(opening: files))
    } catch {
      notify(.warning(.logNotWritten(error)))
    }
  }

  /// Appends lines about work that is done already, so a failure to write is only a warning.
  private func noteInLog(_ lines: [LogLine], _ log: RunLog) {
    var log = log
    do throws(SystemFault) {
      for line in lines { try log.append(line) }
      try log.synchronize()
    } catch {
      notify(.warning(.logNotWritten(error)))
    }
  }

  /// Takes the lock and recovers from dead runs, so that no orphan writes to the files to remove, and outputs
  /// that were moved aside are back and can be removed, too.
  private func lockForCleaning(
    _ order: CleanOrder,
    _ selected: inout SelectedRoot
  ) throws(SessionFault) -> any HeldLock {
    let locked = try lock(selected, waits: order.waits) { () throws(SessionFault) in
      try select(order.selection)
    }
    let recovered = try locked.recover(executor)
    for warning in recovered.warnings { notify(.warning(warning)) }
    selected = locked.selected
    return locked.lock
  }

  private func cleaning(
    _ order: CleanOrder,
    in selected: SelectedRoot
  ) throws(SessionFault) -> Cleaning {
    let root = selected.root
    let records = try root.recordFile().records
    let ownFiles: Set<Path> = [
      root.workspace.resolver.path(root.manifestPath), Path("parameters.json"),
    ]
    switch order.subject {
    case .outputs: break
    case .runs: return try runs(in: root.workspace, records)
    case .kept:
      do throws(SystemFault) {
        return try RunFolders(files: root.workspace.files).cleaningOfKept()
      } catch {
        throw .unreadableFolder(Workspace.keptFolder.text, error)
      }
    case .obsolete:
      let rule = CleaningRule(isForced: order.isForced)
      return ObsoleteFinder(workspace: root.workspace, histories: records.histories)
        .cleaning(rule, ownFiles: ownFiles)
    }
    let finder = OutputFinder(workspace: root.workspace, histories: records.histories)
    var decision = OutputCleaning(
      graph: root.graph,
      histories: records.histories,
      ownFiles: ownFiles,
      rule: CleaningRule(isForced: order.isForced)
    )
    return decision.cleaning(of: finder.outputs(of: selected.stages))
  }

  private func runs(in workspace: Workspace, _ records: Records) throws(SessionFault) -> Cleaning {
    do throws(SystemFault) {
      let folders = RunFolders(files: workspace.files)
      let all = try folders.all()
      var history = try RunHistory(of: workspace.resolver)
      let stages = all.reduce(into: Set<String>()) { $0.formUnion($1.stages) }
      let logged = try history?.last(of: stages) ?? [:]
      let kept = RunFolders.kept(records, logged: logged)
      return try folders.cleaning(of: RunFolder.removable(all, kept: kept))
    } catch {
      throw .unreadableFolder(Workspace.runsFolder.text, error)
    }
  }
}
