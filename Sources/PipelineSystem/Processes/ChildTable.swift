internal import Foundation

/// The children that this process has started, by process id; the only instance is `OwnChildren.table`.
struct ChildTable {
  /// A running script, or one whose orphans the runner is stopping.
  struct Script {
    let group: ProcessGroup
    let attempt: RunningAttempt
    var facts: OrphanRule.Script
  }

  enum Child {
    case script(Process, Script)
    /// A finished script, which Foundation has perhaps not reaped yet.
    case over(Process)
    /// A program of the runner itself, such as git; the code that started it reaps it.
    case program
  }

  private(set) var children: [Int32: Child] = [:]

  /// The children that this process had before it adopted orphans (a shell can start a service and then
  /// become this process by `exec`); nil while it does not adopt orphans.
  var earlier: Set<ProcessEntry.Identity>?

  /// The orphans that the runner leaves alone because they could belong to one of several scripts.
  private(set) var undecided: Set<ProcessEntry.Identity> = []

  // MARK: Children

  mutating func add(_ process: Process, _ script: Script) {
    children[process.processIdentifier] = .script(process, script)
  }

  /// The ids of the runner's own programs.
  var programs: [Int32] {
    children.compactMap { pid, child in
      if case .program = child { pid } else { nil }
    }
  }

  mutating func addProgram(_ pid: Int32) { children[pid] = .program }

  mutating func removeProgram(_ pid: Int32) {
    if case .program = children[pid] { children[pid] = nil }
  }

  /// Marks a script as finished, so that its group gets no more signals.
  mutating func end(_ process: Process) {
    switch children[process.processIdentifier] {
    // The process id already belongs to another child.
    case .program: return
    case .script(let other, _) where other !== process: return
    default: children[process.processIdentifier] = .over(process)
    }
  }

  mutating func takeReaped() -> [Process] {
    var reaped: [Process] = []
    for (pid, child) in children {
      guard case .over(let process) = child, !process.isRunning else { continue }
      children[pid] = nil
      reaped.append(process)
    }
    return reaped
  }

  /// Whether Foundation, or the code that started the child, will still reap it.
  func isAwaited(_ pid: Int32) -> Bool {
    switch children[pid] {
    case .script(let process, _), .over(let process): process.isRunning
    case .program: true
    case nil: false
    }
  }

  // MARK: Scripts

  func scripts(of processes: RunningProcesses) -> [Script] {
    children.values.compactMap { child in
      guard case .script(_, let script) = child, script.attempt.processes === processes else {
        return nil
      }
      return script
    }
  }

  var facts: [Int32: OrphanRule.Script] {
    children.compactMapValues { child in
      guard case .script(_, let script) = child else { return nil }
      return script.facts
    }
  }

  mutating func update(_ leader: Int32, _ change: (inout OrphanRule.Script) -> Void) {
    guard case .script(let process, var script) = children[leader] else { return }
    change(&script.facts)
    children[leader] = .script(process, script)
  }

  /// Adds orphans that remained undecided, and removes those that `table` shows as gone or decided.
  mutating func note(undecided orphans: Set<ProcessEntry.Identity>, in table: ProcessTable) {
    undecided = undecided.filter { !table.mayTell($0) }.union(orphans)
  }
}
