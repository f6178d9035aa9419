internal import CPipelineSystem
internal import Foundation
internal import Synchronization

/// The running attempts of one executor; stops, suspends and resumes their processes.
///
/// `stop` only wakes the threads that wait for the processes. Those threads then stop the processes.
package final class RunningProcesses: Sendable {
  package enum Scope: Sendable, Equatable {
    /// Also attempts that are entered later.
    case all
    case attempt(String)
  }

  /// The urgency of a stop; it never decreases.
  enum Stop: Int, Comparable {
    case none
    /// TERM first, and KILL after the grace time.
    case inOrder
    /// KILL without a grace time.
    case atOnce

    static func < (left: Stop, right: Stop) -> Bool { left.rawValue < right.rawValue }
  }

  fileprivate struct State {
    var stop = Stop.none
    var attempts: [Int: (key: String, stop: Stop)] = [:]
    var lastNumber = 0
    var bell = Bell()
  }

  fileprivate let state = Mutex(State())
  /// Whether new scripts start suspended; use it only while `OwnChildren.table` is locked.
  fileprivate let isSuspended = Atomic(false)

  package init() {}

  /// Adds an attempt; call it before a thread starts the attempt's work, because `stop` ignores unknown keys.
  package func enter(_ key: String) -> RunningAttempt {
    state.withLock { state in
      state.lastNumber += 1
      state.attempts[state.lastNumber] = (key, .none)
      return RunningAttempt(processes: self, number: state.lastNumber)
    }
  }

  /// Stops the attempts' scripts and starts no further ones, without waiting; `atOnce` sends KILL first.
  package func stop(_ scope: Scope, atOnce: Bool) {
    let stop: Stop = atOnce ? .atOnce : .inOrder
    state.withLock { state in
      switch scope {
      case .all: state.stop = max(state.stop, stop)
      case .attempt(let key):
        for (number, attempt) in state.attempts where attempt.key == key {
          state.attempts[number] = (key, max(attempt.stop, stop))
        }
      }
      // Replace the bell. A rung bell stays rung, and would keep waking the threads of the other attempts.
      state.bell.ring()
      state.bell = Bell()
    }
  }

  /// Suspends all running scripts (SIGSTOP), and those that start before `resume`.
  package func suspend() {
    setSuspended(true, sending: SIGSTOP)
  }

  package func resume() {
    setSuspended(false, sending: SIGCONT)
  }

  private func setSuspended(_ suspended: Bool, sending signal: Int32) {
    OwnChildren.table.withLock { table in
      isSuspended.store(suspended, ordering: .relaxed)
      for script in table.scripts(of: self) { script.group.send(signal) }
    }
  }

  /// The process ids of the running scripts, in no order; each is also the id of a process group.
  package var leaders: [Int32] {
    OwnChildren.table.withLock { $0.scripts(of: self).map(\.group.leader) }
  }
}

/// An attempt whose scripts run on this machine, from before its first script until after its last one.
package struct RunningAttempt: Sendable {
  let processes: RunningProcesses
  fileprivate let number: Int

  package func leave() {
    processes.state.withLock { $0.attempts[number] = nil }
  }

  /// The most urgent stop of this attempt so far.
  var stop: RunningProcesses.Stop {
    processes.state.withLock { max($0.stop, $0.attempts[number]?.stop ?? .none) }
  }

  /// The bell that the next stop rings; read it before `stop`, so that no stop in between is missed.
  var bell: Bell { processes.state.withLock { $0.bell } }

  /// Suspends a new script if its executor is suspended; call it while `OwnChildren.table` is locked.
  func join(_ group: ProcessGroup) {
    if processes.isSuspended.load(ordering: .relaxed) { group.send(SIGSTOP) }
  }
}

/// A one-time signal to all threads that wait for it; once rung, it stays rung.
final class Bell: Sendable {
  /// Stays readable after the bell rings, because no thread reads it; -1 if the system had no pipe.
  private let reader: Int32
  private let writer: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    _ = pipeline_pipe(&ends)
    (reader, writer) = (ends[0], ends[1])
  }

  deinit {
    pipeline_close(reader)
    pipeline_close(writer)
  }

  var isRung: Bool { pipeline_poll(reader, -1, 0) != 0 }

  func ring() {
    // If the pipe is full, the write fails, but the reader is already readable.
    _ = write(writer, [0], 1)
  }

  /// Waits for the bell or for `descriptor` (-1 for none); returns whether `descriptor` is readable.
  func wait(or descriptor: Int32, atMost time: Duration) -> Bool {
    pipeline_poll(descriptor, reader, time.pollMilliseconds) & 1 != 0
  }
}
