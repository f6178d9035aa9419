internal import CPipelineSystem
internal import Foundation
internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A started program: the leader of its process group, and the status it will leave.
///
/// Foundation reaps the child in a thread of its own, but hears of the end only when every process
/// that inherited a hidden socket is gone, so its word is not waited for. The system is asked here,
/// without reaping (`WNOWAIT`). Where Foundation was quicker the system says ECHILD; then
/// Foundation has the status, and has it within microseconds. Reaping here would be wrong:
/// Foundation would later wait for a number that may be another child's by then.
struct Leader {
  /// The group it leads.
  let group: ProcessGroup
  /// Foundation's view of it.
  private let process: Process
  /// How often Foundation is asked.
  private let attempts: Int
  /// Its end, once seen.
  private var known: ProcessEnd?
  /// The processor time that it and the children it waited for took, in seconds; nil before its end,
  /// and where Foundation had reaped it before it was asked for.
  private(set) var cpu: Double?

  /// Takes over a process that has just been started.
  ///
  /// - Parameters:
  ///   - process: It.
  ///   - attempts: How often Foundation is asked for the status that it must have, every 50
  ///     microseconds. Five seconds are an eternity here; only a foreign `waitpid(-1)` in this process
  ///     can use them up.
  init(_ process: Process, attempts: Int = 100_000) {
    self.process = process
    self.attempts = attempts
    let pid = process.processIdentifier
    group = ProcessGroup(leader: pid, exitDescriptor: pipeline_exit_descriptor(pid))
  }

  /// How it ended; nil while it runs or is stopped.
  ///
  /// Asks the system, without waiting.
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

  /// Tells the whole group; and the leader by itself, should it have moved to another group.
  mutating func send(_ signal: Int32) {
    let heard = group.send(signal)
    if !heard, end() == nil {
      _ = pipeline_signal_leader(group.exitDescriptor, group.leader, signal)
    }
  }

  /// Gives the descriptor back; nothing may be asked or signalled after that.
  func close() {
    pipeline_close(group.exitDescriptor)
    EndedProcesses.add(process)
  }

  /// The end as Foundation has seen it, which has reaped the child already.
  private func endFromFoundation() -> ProcessEnd {
    for _ in 0..<attempts {
      if !process.isRunning {
        // The status was written before `isRunning`; they must not be read the other way round.
        atomicMemoryFence(ordering: .acquiring)
        let status = process.terminationStatus
        return process.terminationReason == .exit ? .exited(status) : .signaled(status)
      }
      usleep(50)
    }
    return .lost
  }
}
