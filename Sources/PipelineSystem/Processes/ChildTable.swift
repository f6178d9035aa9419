internal import Foundation

/// The one table of running processes: the children that this process has started, by process id.
struct ChildTable {
  /// A script that runs, or whose orphans are being ended.
  struct Script {
    let group: ProcessGroup
    let attempt: RunningAttempt
    var facts: OrphanRule.Script
  }

  enum Child {
    case script(Process, Script)
    /// A script that is over. Foundation may not have reaped it yet.
    case over(Process)
    /// A program of the runner's own, such as git: the code that started it reaps it.
    case program
  }

  private(set) var children: [Int32: Child] = [:]

  /// The children that this process had before it adopted orphans, such as a service that a shell started
  /// before it became this process (`exec`); nil while orphans are not adopted.
  var earlier: Set<ProcessEntry.Identity>?

  /// The orphans that were left alone because they may belong to one of several scripts.
  private(set) var undecided: Set<ProcessEntry.Identity> = []

  // MARK: Children

  mutating func add(_ process: Process, _ script: Script) {
    children[process.processIdentifier] = .script(process, script)
  }

  mutating func addProgram(_ pid: Int32) { children[pid] = .program }

  /// Takes out a program that has been reaped.
  mutating func removeProgram(_ pid: Int32) {
    if case .program = children[pid] { children[pid] = nil }
  }

  /// Notes that a script is over: its group is not signalled any more.
  mutating func end(_ process: Process) {
    switch children[process.processIdentifier] {
    // Another child has got the number already.
    case .program: return
    case .script(let other, _) where other !== process: return
    default: children[process.processIdentifier] = .over(process)
    }
  }

  /// Takes out the scripts that are over and that Foundation has reaped.
  mutating func takeReaped() -> [Process] {
    var reaped: [Process] = []
    for (pid, child) in children {
      guard case .over(let process) = child, !process.isRunning else { continue }
      children[pid] = nil
      reaped.append(process)
    }
    return reaped
  }

  /// Whether a child is reaped by Foundation, or by the code that started it.
  func isAwaited(_ pid: Int32) -> Bool {
    switch children[pid] {
    case .script(let process, _), .over(let process): process.isRunning
    case .program: true
    case nil: false
    }
  }

  // MARK: Scripts

  /// The running scripts of one executor.
  func scripts(of processes: RunningProcesses) -> [Script] {
    children.values.compactMap { child in
      guard case .script(_, let script) = child, script.attempt.processes === processes else {
        return nil
      }
      return script
    }
  }

  /// The facts about all running scripts for `OrphanRule`, by leader.
  var facts: [Int32: OrphanRule.Script] {
    children.compactMapValues { child in
      guard case .script(_, let script) = child else { return nil }
      return script.facts
    }
  }

  /// Changes what is known of the script with this leader.
  mutating func update(_ leader: Int32, _ change: (inout OrphanRule.Script) -> Void) {
    guard case .script(let process, var script) = children[leader] else { return }
    change(&script.facts)
    children[leader] = .script(process, script)
  }

  /// Notes the orphans that a look found undecided, and forgets those that the look found gone or decided.
  mutating func note(undecided orphans: Set<ProcessEntry.Identity>, in table: ProcessTable) {
    undecided = undecided.filter { !table.mayTell($0) }.union(orphans)
  }
}
