internal import CPipelineSystem
internal import Dispatch
internal import Foundation
internal import Synchronization

/// The children that this process has started, and that something in it waits for.
///
/// Whatever loses its parent below this process becomes its child too, once `adoptOrphans` was called.
/// Only those are reaped here, one by one: whoever reaped a child that Foundation waits for would
/// take its end away from it.
enum OwnChildren {
  /// One start at a time; nothing in here is slow but the start itself.
  ///
  /// A child is in the table when the lock is free again, so whoever holds it can tell every child
  /// that was started here from one that was adopted.
  ///
  /// No `Mutex`: whoever waits for that keeps a core busy at first, which the child could use that is just
  /// being started.
  private static let turn = DispatchSemaphore(value: 1)

  /// Who waits for a child.
  private enum Waiter {
    case foundation(Process)
    case own
  }

  private static let waiters = Mutex<[Int32: Waiter]>([:])

  /// Which children this process had before orphans became its children, such as a service that a shell
  /// started before it became this process (`exec`); nil while they do not.
  private static let earlier = Mutex<Set<ProcessEntry.Identity>?>(nil)

  /// From now on orphans become children of this process, where the system can do that.
  static func adoptOrphans() {
    guard ProcessTable.isReadable else { return }
    start {
      let hasAny = pipeline_has_children() != 0
      let children =
        hasAny ? ProcessTable.all().children(of: getpid()).filter { !contains($0.pid) } : []
      guard pipeline_adopt_orphans() == 0 else { return }
      earlier.withLock { $0 = Set(children.map(\.identity)) }
    }
  }

  static var adoptsOrphans: Bool { earlier.withLock { $0 != nil } }

  /// Whether an orphan may come from what was there before: then nothing but its own words make it a
  /// script's.
  static var hasEarlier: Bool { earlier.withLock { $0?.isEmpty == false } }

  /// Does something, such as starting a child, while nobody else starts one.
  static func start<Value>(_ body: () -> Value) -> Value {
    turn.wait()
    defer { turn.signal() }
    return body()
  }

  /// Foundation waits for this child; to be said within `start`.
  static func add(_ process: Process) {
    waiters.withLock { $0[process.processIdentifier] = .foundation(process) }
  }

  /// Somebody in this process waits for this child; to be said within `start`.
  static func add(_ pid: Int32) {
    waiters.withLock { $0[pid] = .own }
  }

  /// Foundation has reaped this child.
  static func remove(_ process: Process) {
    let pid = process.processIdentifier
    waiters.withLock { waiters in
      // The number may be another child's by now.
      guard case .foundation(let known) = waiters[pid], known === process else { return }
      waiters[pid] = nil
    }
  }

  /// Somebody has reaped this child.
  static func remove(_ pid: Int32) {
    waiters.withLock { waiters in
      guard case .own = waiters[pid] else { return }
      waiters[pid] = nil
    }
  }

  /// Whether somebody here waits for a child; to be asked within `start` of one that is not known.
  static func contains(_ pid: Int32) -> Bool {
    waiters.withLock { waiters in
      switch waiters[pid] {
      case .foundation(let process): process.isRunning
      case .own: true
      case nil: false
      }
    }
  }

  /// Those of some processes that nobody here waits for, nor has just started.
  static func strangers(among numbers: [Int32]) -> [Int32] {
    numbers.isEmpty ? [] : start { numbers.filter { !contains($0) } }
  }

  /// The children in a table that have come here as orphans; those that have ended are reaped.
  static func orphans(in table: ProcessTable) -> [ProcessEntry] {
    guard adoptsOrphans else { return [] }
    let earlier = earlier.withLock { $0 ?? [] }
    let unknown = table.children(of: getpid()).filter {
      !contains($0.pid) && !earlier.contains($0.identity)
    }
    guard !unknown.isEmpty else { return [] }
    return start {
      unknown.compactMap { old in
        // Asked first and read then: what Foundation has reaped since the table was read is gone.
        guard !contains(old.pid), let entry = ProcessTable.entry(old.pid),
          entry.identity == old.identity, entry.parent == getpid()
        else { return nil }
        if !entry.isLiving { _ = pipeline_reap(entry.pid) }
        return entry.isLiving ? entry : nil
      }
    }
  }
}
