internal import CPipelineSystem
internal import Dispatch
internal import Foundation
internal import Synchronization

/// The children of this process.
///
/// This is process-wide by nature: the kernel makes a whole process the subreaper, gives it the orphans of all
/// executors, and lets any thread reap any child. Only orphans are reaped here, one by one. A child that
/// Foundation waits for must not be: Foundation would lose its status.
enum OwnChildren {
  static let table = Mutex(ChildTable())

  /// Serializes the starts of children.
  ///
  /// A child is in the table when the turn is over. So the holder of the turn can tell every child that was
  /// started here from an adopted one. A `Mutex` would spin at first, on a core that the new child could use.
  private static let turn = DispatchSemaphore(value: 1)

  /// Does something, such as starting a child, while no other thread starts one.
  static func start<Value>(_ body: () -> Value) -> Value {
    turn.wait()
    defer { turn.signal() }
    return body()
  }

  /// Enters a script that was just started; to be called within `start`.
  static func add(_ process: Process, _ script: ChildTable.Script) {
    table.withLock { table in
      table.add(process, script)
      script.attempt.join(script.group)
    }
  }

  /// Notes that a script is over, and lets go of those that Foundation has reaped.
  ///
  /// On Linux a `Process` and its run loop source hold each other, 1.7 KB each time, until `waitUntilExit` is
  /// called. That call returns at once if Foundation knows of the end. Otherwise it runs the thread's run loop,
  /// maybe for long. So it is made when a later script is over.
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

  /// Whether Foundation or other code here will reap a child; within `start` also right for a new child.
  static func isAwaited(_ pid: Int32) -> Bool { table.withLock { $0.isAwaited(pid) } }

  // MARK: Orphans

  /// Makes orphans children of this process from now on, on Linux.
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

  /// Those of some processes that are not awaited here.
  static func strangers(among pids: [Int32]) -> [Int32] {
    pids.isEmpty ? [] : start { pids.filter { !isAwaited($0) } }
  }

  /// Returns the living children in a process table that came here as orphans, and reaps those that have ended.
  static func orphans(in processes: ProcessTable) -> [ProcessEntry] {
    let children = processes.children(of: getpid())
    let unknown = table.withLock { table -> [ProcessEntry] in
      guard let earlier = table.earlier else { return [] }
      return children.filter { !table.isAwaited($0.pid) && !earlier.contains($0.identity) }
    }
    guard !unknown.isEmpty else { return [] }
    return start {
      unknown.compactMap { old in
        // In this order: a child that Foundation has reaped since the table was read is gone by now.
        guard !isAwaited(old.pid), let entry = ProcessTable.entry(old.pid),
          entry.identity == old.identity, entry.parent == getpid()
        else { return nil }
        if !entry.isLiving { waitpid(entry.pid, nil, WNOHANG) }
        return entry.isLiving ? entry : nil
      }
    }
  }

  /// Decides whose an orphan is, for the script with the leader `asking`.
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
