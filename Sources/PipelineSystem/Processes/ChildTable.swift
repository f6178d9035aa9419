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
    case script(ScriptChild, Script)
    /// A program of the runner itself, such as git; the code that started it reaps it.
    case program
  }

  private(set) var children: [Int32: Child] = [:]

  /// The children that this process had before it adopted orphans; nil while it does not adopt them.
  ///
  /// For example, a shell can start a service and then become this process (`exec`).
  var earlier: Set<ProcessEntry.Identity>?

  /// The orphans that the runner leaves alone because they could belong to one of several scripts.
  private(set) var undecided: Set<ProcessEntry.Identity> = []

  // MARK: Children

  mutating func add(_ child: ScriptChild, _ script: Script) {
    children[child.pid] = .script(child, script)
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

  /// Removes a finished script, so that its group gets no more signals.
  mutating func remove(_ child: ScriptChild) {
    // The process id may already belong to another child.
    if case .script(let other, _) = children[child.pid], other === child {
      children[child.pid] = nil
    }
  }

  /// Whether the code that started a child will still reap it.
  func isAwaited(_ pid: Int32) -> Bool {
    switch children[pid] {
    case .script(let child, _): !child.isReaped
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
    guard case .script(let child, var script) = children[leader] else { return }
    change(&script.facts)
    children[leader] = .script(child, script)
  }

  /// Adds orphans that remained undecided, and removes those that `table` shows as gone or decided.
  mutating func note(undecided orphans: Set<ProcessEntry.Identity>, in table: ProcessTable) {
    undecided = undecided.filter { !table.mayTell($0) }.union(orphans)
  }
}
