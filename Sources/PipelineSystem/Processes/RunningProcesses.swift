internal import CPipelineSystem
internal import Foundation
internal import Synchronization

/// The attempts of one executor, and the way to stop, suspend and resume their processes.
///
/// The processes themselves are in the table of all children (`OwnChildren`). Only the thread that waits for a
/// process ends it, so a stop is noted here and wakes that thread.
package final class RunningProcesses: Sendable {
  /// The attempts that a stop is meant for.
  package enum Scope: Sendable, Equatable {
    /// All attempts, and all that will be entered later.
    case all
    /// The attempt that was entered with this key.
    case attempt(String)
  }

  /// How urgent a stop is; it only ever grows.
  enum Stop: Int, Comparable {
    case none
    /// TERM, the grace time, KILL.
    case inOrder
    /// KILL.
    case atOnce

    static func < (left: Stop, right: Stop) -> Bool { left.rawValue < right.rawValue }
  }

  fileprivate struct State {
    var stop = Stop.none
    var attempts: [Int: (key: String, stop: Stop)] = [:]
    var lastNumber = 0
    /// Rung at the next stop.
    var bell = Bell()
  }

  fileprivate let state = Mutex(State())
  /// Whether a script that starts now is suspended; used only under the lock of the table of children.
  fileprivate let isSuspended = Atomic(false)

  /// Creates an executor's processes; none runs yet.
  package init() {}

  /// Enters an attempt, which can be stopped from now on until it leaves.
  ///
  /// Enter it before its work is handed to a thread: a stop of a key that was not entered does nothing.
  package func enter(_ key: String) -> RunningAttempt {
    state.withLock { state in
      state.lastNumber += 1
      state.attempts[state.lastNumber] = (key, .none)
      return RunningAttempt(processes: self, number: state.lastNumber)
    }
  }

  /// Stops attempts: ends the script that runs, and starts no further one.
  ///
  /// Returns without waiting.
  ///
  /// - Parameters:
  ///   - scope: The attempts.
  ///   - atOnce: Whether KILL comes first, instead of TERM and the grace time.
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
      // Each stop has a bell of its own. One that stayed audible would keep the other attempts awake.
      state.bell.ring()
      state.bell = Bell()
    }
  }

  /// Suspends every script (SIGSTOP), and those that start before `resume`.
  package func suspend() {
    setSuspended(true, sending: SIGSTOP)
  }

  /// Resumes every script.
  package func resume() {
    setSuspended(false, sending: SIGCONT)
  }

  private func setSuspended(_ suspended: Bool, sending signal: Int32) {
    OwnChildren.table.withLock { table in
      isSuspended.store(suspended, ordering: .relaxed)
      for script in table.scripts(of: self) { script.group.send(signal) }
    }
  }

  /// The process ids of the running scripts, which are their groups' numbers, in no order.
  package var leaders: [Int32] {
    OwnChildren.table.withLock { $0.scripts(of: self).map(\.group.leader) }
  }
}

/// An attempt whose scripts run here, from before its first script until after its last.
package struct RunningAttempt: Sendable {
  /// The executor's processes that it is one of.
  let processes: RunningProcesses
  fileprivate let number: Int

  /// Takes the attempt out: it can no longer be stopped by its key.
  package func leave() {
    processes.state.withLock { $0.attempts[number] = nil }
  }

  /// How urgently it is to end.
  var stop: RunningProcesses.Stop {
    processes.state.withLock { max($0.stop, $0.attempts[number]?.stop ?? .none) }
  }

  /// Rings at the next stop.
  ///
  /// Take the bell first and look at `stop` then: so no stop falls in between.
  var bell: Bell { processes.state.withLock { $0.bell } }

  /// Suspends a script that was just started, if need be; called under the lock of the table of children.
  func join(_ group: ProcessGroup) {
    if processes.isSuspended.load(ordering: .relaxed) { group.send(SIGSTOP) }
  }
}

/// Wakes every thread that waits for it, once.
final class Bell: Sendable {
  /// Readable once it was rung, because no thread ever reads it; -1 if the system had no pipe.
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
    // A full pipe wakes just as well.
    _ = write(writer, [0], 1)
  }

  /// Waits until it is rung, another descriptor (-1 is none) is readable, or the time is over.
  ///
  /// - Returns: Whether the other descriptor is readable.
  func wait(or descriptor: Int32, atMost time: Duration) -> Bool {
    pipeline_poll(descriptor, reader, time.pollMilliseconds) & 1 != 0
  }
}
