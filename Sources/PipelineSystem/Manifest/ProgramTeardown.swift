internal import CPipelineSystem
internal import Foundation
internal import Synchronization

/// Stops programs of the runner itself, together with all processes that they started.
///
/// A compiler starts its passes in process groups of their own, so this looks for descendants. Without a table
/// of processes (on macOS), it signals the groups of the programs.
struct ProgramTeardown {
  private let programs: [Int32]
  /// Each process stays in this set, because a later table does not show it as a descendant once its parent has
  /// ended.
  private var seen: Set<ProcessEntry.Identity> = []

  /// Whether this process is about to die of a signal, so that nothing more must be reported.
  static let isRunnerEnding = Atomic(false)

  private static let grace = Duration.seconds(1)

  /// Returns when no process is left, or KILL had no effect.
  ///
  /// The code that started a program must reap it.
  static func end(_ programs: [Int32]) {
    guard !programs.isEmpty else { return }
    var teardown = ProgramTeardown(programs: programs)
    for step in TeardownStep.steps(grace: grace) {
      teardown.look()
      teardown.send(step.signals)
      if teardown.areGone(within: step.patience, killing: step == .kill) { return }
    }
  }

  private init(programs: [Int32]) {
    self.programs = programs
  }

  private mutating func look() {
    guard ProcessTable.isReadable else { return }
    let table = ProcessTable.all()
    // A program that is not this process's child was reaped, and its id may belong to another process.
    let own = programs.filter { table[$0]?.parent == getpid() }
    let groups = own.flatMap { table.members(of: $0).map(\.pid) }
    let roots = own + groups + seen.filter(table.contains).map(\.pid)
    seen.formUnion(table.tree(below: roots).values.map(\.identity))
  }

  private func send(_ signals: [Int32]) {
    for signal in signals {
      if ProcessTable.isReadable {
        for process in living { ScriptWatch.send(signal, to: process) }
      } else {
        for program in programs { _ = pipeline_signal_group(-1, program, signal) }
      }
    }
  }

  private var living: [ProcessEntry.Identity] {
    seen.filter { process in
      guard let entry = ProcessTable.entry(process.pid) else { return false }
      return entry.identity == process && entry.isLiving
    }
  }

  private var isGone: Bool {
    if ProcessTable.isReadable { return living.isEmpty }
    return programs.allSatisfy { pipeline_group_lives($0) == 0 }
  }

  private mutating func areGone(within patience: Duration, killing: Bool) -> Bool {
    var clock = Stopwatch(interval: .milliseconds(250), now: MonotonicClock.now)
    while true {
      look()
      if isGone { return true }
      if clock.elapsed >= patience { return false }
      // A process that started after the signal was sent has not received it.
      if killing { send([SIGKILL]) }
      _ = pipeline_poll(-1, -1, 5)
      clock.wake(at: MonotonicClock.now)
    }
  }
}
