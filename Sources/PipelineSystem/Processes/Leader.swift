internal import CPipelineSystem
internal import Foundation
internal import Synchronization

/// A started script: the leader of its process group, and its exit status.
///
/// Foundation reaps the child on a thread of its own. But Foundation learns of the end only when every
/// process that inherited a hidden socket is gone. So this type asks the system, without reaping (`WNOWAIT`).
/// If Foundation was quicker, the system says ECHILD, and Foundation has the status within microseconds.
/// Reaping here would be wrong: Foundation would later wait for a process id that another child may have by
/// then.
struct Leader {
  let group: ProcessGroup
  private let process: Process
  /// The number of times to ask Foundation for the status.
  private let attempts: Int
  private var knownEnd: ProcessEnd?
  /// The processor time of the leader and of the children it waited for, in seconds.
  ///
  /// Nil before its end, or if Foundation reaped the leader before this asked the system.
  private(set) var cpu: Double?

  /// Takes over a process that was just started.
  ///
  /// - Parameters:
  ///   - process: The process.
  ///   - attempts: The number of times to ask Foundation, every 50 microseconds, for a status that it must
  ///     have. The default takes five seconds. Only a foreign `waitpid(-1)` in this process can use it up.
  init(_ process: Process, attempts: Int = 100_000) {
    self.process = process
    self.attempts = attempts
    let pid = process.processIdentifier
    group = ProcessGroup(leader: pid, exitDescriptor: pipeline_exit_descriptor(pid))
  }

  /// Returns the end of the leader, without waiting; nil while it runs or is stopped.
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

  /// Signals the whole group; if that fails, signals the leader, which may have moved to another
  /// group.
  mutating func send(_ signal: Int32) {
    let isReached = group.send(signal)
    if !isReached, end() == nil {
      _ = pipeline_signal_leader(group.exitDescriptor, group.leader, signal)
    }
  }

  /// Closes the exit descriptor; do not use the group after that.
  func close() {
    // Remove the script from the table first: other threads may signal it through its descriptor until then.
    OwnChildren.end(process)
    pipeline_close(group.exitDescriptor)
  }

  /// Returns the end as Foundation knows it, after Foundation has reaped the child.
  private func endFromFoundation() -> ProcessEnd {
    for _ in 0..<attempts {
      if !process.isRunning {
        // Foundation writes the status before `isRunning`, so this reads them in the opposite order.
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
/// Is it safe to signal a group by number after its leader is gone? The kernel keeps a number as long as any
/// process has it as its group. So the number is ours while a process is left. The kernel could give the
/// number of an empty group to a new process. On Linux 6.9 and later, the signal therefore goes through the
/// leader's pidfd, which names this very group forever. On other systems, the runner signals by number at
/// most one poll of the teardown (50 ms) after it saw a living process in the group. The kernel gives out
/// numbers in turn, so it reuses one only after tens of thousands of forks.
struct ProcessGroup: Sendable {
  /// The leader's process id, which is also the group's number.
  let leader: Int32
  /// Becomes readable when the leader has ended (a pidfd, or a kqueue); -1 if the system had none.
  let exitDescriptor: Int32

  /// Signals every process of the group; returns false if there was none.
  @discardableResult
  func send(_ signal: Int32) -> Bool {
    pipeline_signal_group(exitDescriptor, leader, signal) == 0
  }

  /// Whether no process of the group is left, not even a zombie; costs one system call.
  var isGone: Bool { !send(0) }

  /// Whether a process of the group runs or is stopped.
  ///
  /// A zombie that no process reaps (in a container without an init) would keep the group forever. So this
  /// reads the table of processes, which takes some milliseconds on a large machine.
  var hasLiving: Bool { !isGone && pipeline_group_lives(leader) != 0 }
}

/// One step in ending a process group.
package struct TeardownStep: Sendable, Equatable {
  /// The signals, sent in this order to the whole group.
  package let signals: [Int32]
  /// The time that the group has before the next step.
  package let patience: Duration

  /// Returns the steps TERM, then CONT so that a stopped process receives it, and after the grace time KILL.
  package static func steps(grace: Duration) -> [TeardownStep] {
    [TeardownStep(signals: [SIGTERM, SIGCONT], patience: grace), kill]
  }

  /// KILL, the last step of every teardown.
  ///
  /// The wait after it is bounded, too. A process in an uninterruptible call to a dead file server survives
  /// KILL, and the runner must not hang with it.
  package static let kill = TeardownStep(signals: [SIGKILL], patience: .seconds(5))
}
