internal import CPipelineSystem
internal import Foundation
internal import Synchronization

/// A started script, which leads a process group, and its exit status.
///
/// Foundation reaps the child on its own thread, but only when every process that inherited a hidden socket
/// is gone. So this type asks the system for the status, without reaping (`WNOWAIT`). On ECHILD, Foundation
/// has reaped the child, and has the status within microseconds. If this type reaped the child, Foundation
/// would later wait for an id that another child could have by then.
struct Leader {
  let group: ProcessGroup
  private let process: Process
  private let attempts: Int
  private var knownEnd: ProcessEnd?
  /// In seconds, with the children it waited for; nil before its end, or if Foundation reaped it first.
  private(set) var cpu: Double?

  /// `attempts` limits how often `end` asks Foundation, every 50 µs, for the status of a reaped child; the
  /// default of five seconds runs out only if foreign code in this process calls `waitpid(-1)`.
  init(_ process: Process, attempts: Int = 100_000) {
    self.process = process
    self.attempts = attempts
    let pid = process.processIdentifier
    group = ProcessGroup(leader: pid, exitDescriptor: pipeline_exit_descriptor(pid))
  }

  /// Does not wait; nil while the leader runs or is stopped.
  mutating func end() -> ProcessEnd? {
    if let knownEnd { return knownEnd }
    var value: Int32 = 0
    var cpu = -1.0
    let state = pipeline_child_state(group.leader, &value, &cpu)
    if state > 0, cpu >= 0 { self.cpu = cpu }
    switch state {
    case 0: knownEnd = nil
    case 1: knownEnd = .exited(value)
    case 2: knownEnd = .signaled(value)
    default: knownEnd = endFromFoundation()
    }
    return knownEnd
  }

  /// Signals the whole group; if that fails, signals the leader, which perhaps moved to another group.
  mutating func send(_ signal: Int32) {
    let isReached = group.send(signal)
    if !isReached, end() == nil {
      _ = pipeline_signal_leader(group.exitDescriptor, group.leader, signal)
    }
  }

  /// Closes the exit descriptor; do not use the group after that.
  func close() {
    // First remove the script from the table. Until then, other threads signal it through its descriptor.
    OwnChildren.end(process)
    pipeline_close(group.exitDescriptor)
  }

  private func endFromFoundation() -> ProcessEnd {
    for _ in 0..<attempts {
      if !process.isRunning {
        // Foundation writes the status before `isRunning`, so read them in the opposite order.
        atomicMemoryFence(ordering: .acquiring)
        let status = process.terminationStatus
        return process.terminationReason == .exit ? .exited(status) : .signaled(status)
      }
      usleep(50)
    }
    return .lost
  }
}

/// The process group that a script leads.
///
/// The kernel reserves a group's id while any process is in the group, even after the leader's end. Only the
/// id of an empty group can go to a new process. On Linux 6.9 and later, signals therefore go through the
/// leader's pidfd, which always means this very group. On other systems, the runner signals by id at most one
/// poll of the teardown (50 ms) after it saw a living process in the group. The kernel gives out ids in turn,
/// so it reuses an id only after tens of thousands of forks.
struct ProcessGroup: Sendable {
  /// The leader's process id, which is also the group's id.
  let leader: Int32
  /// A pidfd or a kqueue, readable once the leader has ended; -1 if the system could not open one.
  let exitDescriptor: Int32

  /// Returns false if the group has no process.
  @discardableResult
  func send(_ signal: Int32) -> Bool {
    pipeline_signal_group(exitDescriptor, leader, signal) == 0
  }

  /// Whether no process of the group is left, not even a zombie; costs one system call.
  var isGone: Bool { !send(0) }

  /// Whether a process of the group runs or is stopped; takes some milliseconds on a large machine.
  ///
  /// `isGone` stays false if no process reaps a zombie, as in a container without an init.
  var hasLiving: Bool { !isGone && pipeline_group_lives(leader) != 0 }
}

package struct TeardownStep: Sendable, Equatable {
  /// Sent in this order to the whole group.
  package let signals: [Int32]
  package let patience: Duration

  /// Returns TERM with CONT (so that a stopped process receives TERM), and KILL after the grace time.
  package static func steps(grace: Duration) -> [TeardownStep] {
    [TeardownStep(signals: [SIGTERM, SIGCONT], patience: grace), kill]
  }

  /// The last step; its wait is limited, because a process that waits for a dead file server survives KILL.
  package static let kill = TeardownStep(signals: [SIGKILL], patience: .seconds(5))
}
