internal import CPipelineSystem

/// A process group that a script leads.
///
/// Is it safe to signal a group by number after its leader is gone? The kernel keeps a number as
/// long as any process carries it as its group, so while anyone is left the number is ours. Once
/// the group is empty a number could be given out anew. Where the system has it (Linux 6.9) the
/// signal therefore goes through the leader's pidfd, which names this very group for ever.
/// Elsewhere a signal by number comes at most one teardown poll (50 ms) after somebody was seen
/// alive in the group; numbers are given out in turn, and coming round takes tens of thousands of
/// forks.
struct ProcessGroup: Sendable {
  /// The leader's process id, which is the group's number.
  let leader: Int32
  /// Readable once the leader has ended (a pidfd, or a kqueue); -1 if the system gave none.
  let exitDescriptor: Int32

  /// Tells every process of the group; false if there was none.
  @discardableResult
  func send(_ signal: Int32) -> Bool {
    pipeline_signal_group(exitDescriptor, leader, signal) == 0
  }

  /// Whether the group is gone for good, zombies included.
  ///
  /// One system call.
  var isGone: Bool { !send(0) }

  /// Whether a process of the group still runs or is stopped; a zombie does neither.
  ///
  /// A zombie that nobody reaps (a container without an init) would keep the group there for ever,
  /// so this reads the table of processes: some milliseconds on a large machine.
  var hasLiving: Bool { !isGone && pipeline_group_lives(leader) != 0 }
}
