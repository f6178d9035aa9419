internal import CPipelineSystem
internal import Foundation
internal import Synchronization

/// A started script, which leads a process group, and its exit status.
struct Leader {
  let group: ProcessGroup
  private let child: ScriptChild
  private var knownEnd: ProcessEnd?
  /// In seconds, including the children that the leader waited for; nil before its end.
  private(set) var cpu: Double?

  init(_ child: ScriptChild) {
    self.child = child
    group = ProcessGroup(leader: child.pid, exitDescriptor: pipeline_exit_descriptor(child.pid))
  }

  /// Reaps the leader if it has ended, and does not wait; nil while the leader runs or is stopped.
  mutating func end() -> ProcessEnd? {
    if let knownEnd { return knownEnd }
    var status: Int32 = 0
    var usage = rusage()
    var found: Int32
    repeat {
      found = wait4(child.pid, &status, WNOHANG, &usage)
    } while found < 0 && errno == EINTR
    if found == 0 { return nil }
    child.noteReaped()
    if found < 0 {
      knownEnd = .lost
    } else {
      let times = [usage.ru_utime, usage.ru_stime]
      cpu = times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
      let signal = status & 0x7F
      knownEnd = signal == 0 ? .exited(status >> 8 & 0xFF) : .signaled(signal)
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
    OwnChildren.table.withLock { $0.remove(child) }
    pipeline_close(group.exitDescriptor)
  }
}

/// A script's process, which the thread of its attempt reaps.
final class ScriptChild: Sendable {
  let pid: Int32
  private let reaped = Atomic(false)

  init(_ pid: Int32) {
    self.pid = pid
  }

  /// Once this is true, the id may belong to another process.
  var isReaped: Bool { reaped.load(ordering: .acquiring) }

  func noteReaped() { reaped.store(true, ordering: .releasing) }
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
