internal import CPipelineSystem
internal import Dispatch
internal import Foundation
internal import Synchronization

/// The children of this process, in one table for all executors.
///
/// The kernel gives the orphans of all executors to the process, and any thread can reap any child. This code
/// reaps only orphans, one by one, because otherwise Foundation would lose the status of its children.
enum OwnChildren {
  static let table = Mutex(ChildTable())

  /// Serializes the starts of children.
  ///
  /// A thread adds its new child to the table before it ends its turn. So the thread whose turn it is can
  /// tell new children from adopted ones. A `Mutex` would first spin, on a core that the new child could use.
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
  /// called. Before Foundation has reaped the process, that call can run this thread's run loop for a long
  /// time. So this makes the call only afterwards, often when a later script ends.
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

  /// Whether other code in this process will reap a child; reliable for a new child only within `start`.
  static func isAwaited(_ pid: Int32) -> Bool { table.withLock { $0.isAwaited(pid) } }

  // MARK: Orphans

  /// Makes this process adopt orphans from now on (Linux).
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
        // Call `isAwaited` first. If Foundation has just reaped the child, its entry is gone.
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
