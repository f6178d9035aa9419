internal import CPipelineSystem
internal import Foundation
internal import Synchronization

/// A started script: the leader of its process group, and its exit status.
///
/// Foundation reaps the child on a thread of its own. But it learns of the end only when every process that
/// inherited a hidden socket is gone, so the system is asked here, without reaping (`WNOWAIT`). Where Foundation
/// was quicker, the system says ECHILD, and Foundation has the status within microseconds. Reaping here would be
/// wrong: Foundation would later wait for a process id that another child may have by then.
struct Leader {
  /// The group it leads.
  let group: ProcessGroup
  private let process: Process
  /// How often Foundation is asked for the status.
  private let attempts: Int
  /// Its end, once seen.
  private var known: ProcessEnd?
  /// The processor time of the leader and of the children it waited for, in seconds; nil before its end, and
  /// where Foundation had reaped it before it was asked for.
  private(set) var cpu: Double?

  /// Takes over a process that was just started.
  ///
  /// - Parameters:
  ///   - process: The process.
  ///   - attempts: How often Foundation is asked for a status that it must have, every 50 microseconds. Only a
  ///     foreign `waitpid(-1)` in this process can use up the default, which takes five seconds.
  init(_ process: Process, attempts: Int = 100_000) {
    self.process = process
    self.attempts = attempts
    let pid = process.processIdentifier
    group = ProcessGroup(leader: pid, exitDescriptor: pipeline_exit_descriptor(pid))
  }

  /// Returns how it ended, without waiting; nil while it runs or is stopped.
  mutating func end() -> ProcessEnd? {
    if let known { return known }
    var value: Int32 = 0
    var cpu = -1.0
    let state = pipeline_child_state(group.leader, &value, &cpu)
    if state > 0, cpu >= 0 { self.cpu = cpu }
    switch state {
    case 0: known = nil
    case 1: known = .exited(value)
    case 2: known = .signaled(value)
    default: known = endFromFoundation()
    }
    return known
  }

  /// Signals the whole group, and the leader by itself if it has moved to another group.
  mutating func send(_ signal: Int32) {
    let isReached = group.send(signal)
    if !isReached, end() == nil {
      _ = pipeline_signal_leader(group.exitDescriptor, group.leader, signal)
    }
  }

  /// Closes the descriptor; the group must not be asked or signaled after that.
  func close() {
    // In this order: a script in the table may be signaled through its descriptor.
    OwnChildren.end(process)
    pipeline_close(group.exitDescriptor)
  }

  /// Returns the end as Foundation knows it, which has reaped the child already.
  private func endFromFoundation() -> ProcessEnd {
    for _ in 0..<attempts {
      if !process.isRunning {
        // Foundation writes the status before `isRunning`, so they must be read in the other order.
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
/// process has it as its group, so while a process is left the number is ours. The number of an empty group could
/// be given out anew. Where the system can (Linux 6.9), the signal therefore goes through the leader's pidfd,
/// which names this very group for ever. Elsewhere a signal by number comes at most one poll of the teardown
/// (50 ms) after a process was seen alive in the group. Numbers are given out in turn, and coming round takes
/// tens of thousands of forks.
struct ProcessGroup: Sendable {
  /// The leader's process id, which is the group's number.
  let leader: Int32
  /// Readable once the leader has ended (a pidfd, or a kqueue); -1 if the system had none.
  let exitDescriptor: Int32

  /// Signals every process of the group; returns false if there was none.
  @discardableResult
  func send(_ signal: Int32) -> Bool {
    pipeline_signal_group(exitDescriptor, leader, signal) == 0
  }

  /// Whether the group is gone for good, zombies included; one system call.
  var isGone: Bool { !send(0) }

  /// Whether a process of the group runs or is stopped.
  ///
  /// A zombie that is never reaped (a container without an init) would keep the group there for ever, so this
  /// reads the table of processes: some milliseconds on a large machine.
  var hasLiving: Bool { !isGone && pipeline_group_lives(leader) != 0 }
}

/// One step in ending a process group.
package struct TeardownStep: Sendable, Equatable {
  /// The signals, sent in this order to the whole group.
  package let signals: [Int32]
  /// The time that the group has before the next step.
  package let patience: Duration

  /// TERM, then CONT so that a stopped process gets it; after the grace time KILL.
  package static func steps(grace: Duration) -> [TeardownStep] {
    [TeardownStep(signals: [SIGTERM, SIGCONT], patience: grace), kill]
  }

  /// KILL, the last step of every teardown.
  ///
  /// Its wait is bounded too: a process that is in an uninterruptible call to a dead file server survives KILL,
  /// and the runner must not hang with it.
  package static let kill = TeardownStep(signals: [SIGKILL], patience: .seconds(5))
}
