internal import CPipelineSystem
internal import Foundation
internal import Synchronization

/// A started script, which leads a process group, and its exit status.
///
/// Foundation reaps the child on a thread of its own. But it learns of the child's end only when every
/// process that inherited a hidden socket is gone. So this type asks the system, without reaping (`WNOWAIT`).
/// If Foundation was quicker, the system says ECHILD, and Foundation has the status within microseconds.
/// Reaping here would be wrong, because Foundation would later wait for an id that another child could have
/// by then.
struct Leader {
  let group: ProcessGroup
  private let process: Process
  private let attempts: Int
  private var knownEnd: ProcessEnd?
  /// In seconds, including the children that the leader waited for.
  ///
  /// Nil before its end, or if Foundation reaped the leader before this type asked the system.
  private(set) var cpu: Double?

  /// Takes over a process that was just started.
  ///
  /// `attempts` is how often this asks Foundation, every 50 microseconds, for a status that Foundation must
  /// have. Only a foreign `waitpid(-1)` in this process can use up the default of five seconds.
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
    // First remove the script from the table, because other threads signal it through its descriptor until
    // then.
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
/// The runner can signal a group by its id even after the leader is gone. The kernel reserves the id as long
/// as any process is in the group, so the id is ours while a process is left. Only the id of an empty group
/// can go to a new process. On Linux 6.9 and later, the signal therefore goes through the leader's pidfd,
/// which always means this very group. On other systems, the runner signals by id at most one poll of the
/// teardown (50 ms) after it saw a living process in the group. The kernel gives out ids in turn, so it
/// reuses an id only after tens of thousands of forks.
struct ProcessGroup: Sendable {
  /// The leader's process id, which is also the group's id.
  let leader: Int32
  /// Becomes readable when the leader has ended (a pidfd, or a kqueue); -1 if the system had none.
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
  /// `isGone` is not enough, because a zombie that no process reaps (in a container without an init) keeps
  /// the group forever.
  var hasLiving: Bool { !isGone && pipeline_group_lives(leader) != 0 }
}

package struct TeardownStep: Sendable, Equatable {
  /// Sent in this order to the whole group.
  package let signals: [Int32]
  package let patience: Duration

  /// Returns the steps TERM, then CONT so that a stopped process receives it, and after the grace time KILL.
  package static func steps(grace: Duration) -> [TeardownStep] {
    [TeardownStep(signals: [SIGTERM, SIGCONT], patience: grace), kill]
  }

  /// The last step of every teardown.
  ///
  /// The wait after it is limited, too. A process in an uninterruptible call to a dead file server survives
  /// KILL, and the runner must not hang with it.
  package static let kill = TeardownStep(signals: [SIGKILL], patience: .seconds(5))
}
