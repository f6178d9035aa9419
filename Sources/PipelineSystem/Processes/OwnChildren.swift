internal import CPipelineSystem
internal import Dispatch
internal import Foundation
internal import Synchronization

/// The children of this process.
///
/// The table is process-wide, because the kernel treats the process as a whole: it makes the process the
/// subreaper, gives it the orphans of all executors, and lets any thread reap any child. This code reaps only
/// orphans, one by one. If it reaped a child that Foundation waits for, Foundation would lose the status.
enum OwnChildren {
  static let table = Mutex(ChildTable())

  /// Serializes the starts of children.
  ///
  /// A new child is in the table before the turn ends, so the thread that has the turn can tell it from an
  /// adopted one. A `Mutex` would spin at first, on a core that the new child could use.
  private static let turn = DispatchSemaphore(value: 1)

  /// Runs a closure while no other thread starts a child.
  static func start<Value>(_ body: () -> Value) -> Value {
    turn.wait()
    defer { turn.signal() }
    return body()
  }

  /// Call this within `start`.
  static func add(_ process: Process, _ script: ChildTable.Script) {
    table.withLock { table in
      table.add(process, script)
      script.attempt.join(script.group)
    }
  }

  /// Marks a script as finished, and releases the scripts that Foundation has reaped.
  ///
  /// On Linux, a `Process` and its run loop source (1.7 KB) retain each other until `waitUntilExit` is
  /// called. The call returns immediately if Foundation knows that the process has ended. Otherwise it runs
  /// the run loop of this thread, perhaps for a long time. So this makes the call only once Foundation has
  /// reaped the process, often when a later script is over.
  static func end(_ process: Process) {
    #if canImport(Darwin)
    table.withLock { table in
      table.end(process)
      _ = table.takeReaped()
    }
    #else
    let reaped = table.withLock { table in
      table.end(process)
      return table.takeReaped()
    }
    for process in reaped { process.waitUntilExit() }
    #endif
  }

  /// Whether other code in this process will reap a child; within `start`, right for a new child, too.
  static func isAwaited(_ pid: Int32) -> Bool { table.withLock { $0.isAwaited(pid) } }

  // MARK: Orphans

  /// From now on, orphans become children of this process (Linux).
  static func adoptOrphans() {
    guard ProcessTable.isReadable else { return }
    start {
      let hasAny = pipeline_has_children() != 0
      let children =
        hasAny ? ProcessTable.all().children(of: getpid()).filter { !isAwaited($0.pid) } : []
      guard pipeline_adopt_orphans() == 0 else { return }
      table.withLock { $0.earlier = Set(children.map(\.identity)) }
    }
  }

  static var adoptsOrphans: Bool { table.withLock { $0.earlier != nil } }

  /// Returns the processes that no code in this process will reap.
  static func strangers(among pids: [Int32]) -> [Int32] {
    pids.isEmpty ? [] : start { pids.filter { !isAwaited($0) } }
  }

  /// Returns the living children that were adopted as orphans, and reaps those that have ended.
  static func orphans(in processes: ProcessTable) -> [ProcessEntry] {
    let children = processes.children(of: getpid())
    let unknown = table.withLock { table -> [ProcessEntry] in
      guard let earlier = table.earlier else { return [] }
      return children.filter { !table.isAwaited($0.pid) && !earlier.contains($0.identity) }
    }
    guard !unknown.isEmpty else { return [] }
    return start {
      unknown.compactMap { old in
        // Ask `isAwaited` before reading the entry. If Foundation has reaped the child since the table was
        // read, the entry is gone by then.
        guard !isAwaited(old.pid), let entry = ProcessTable.entry(old.pid),
          entry.identity == old.identity, entry.parent == getpid()
        else { return nil }
        if !entry.isLiving { waitpid(entry.pid, nil, WNOHANG) }
        return entry.isLiving ? entry : nil
      }
    }
  }

  static func owner(of orphan: ProcessEntry, asking: Int32) -> OrphanRule.Owner {
    let mark = ScriptMark.of(orphan.pid)
    return table.withLock { table in
      for (leader, script) in table.facts where script.start == nil {
        guard let entry = ProcessTable.entry(leader), entry.parent == getpid() else { continue }
        table.update(leader) { $0.start = entry.identity.start }
      }
      return OrphanRule.owner(
        of: orphan.identity,
        mark: mark,
        asking: asking,
        among: table.facts,
        mayBeEarlier: table.earlier?.isEmpty == false
      )
    }
  }
}
