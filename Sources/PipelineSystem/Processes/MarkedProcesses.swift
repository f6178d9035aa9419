internal import CPipelineSystem

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// What lives of a run whose runner died, told by what stands in its environment (Linux).
///
/// It finds what has redirected its output, and so does not hold the log of its attempt. Of another
/// user's processes nothing can be told.
package struct MarkedProcesses: Sendable {
  private let run: String
  /// The folder of the pipeline: a copy of it has records of the same run.
  private let root: String

  package init(run: String, root: String) {
    self.run = run
    self.root = root
  }

  /// The processes by stage; none where the system does not tell.
  package func byStage() -> [String: [Int32]] {
    Dictionary(grouping: find(), by: \.value).mapValues { $0.map(\.key.pid).sorted() }
  }

  /// Ends them (TERM, the grace time, KILL) and tells whether nothing of them is left.
  package func end(grace: Duration) -> Bool {
    for step in TeardownStep.steps(grace: grace) {
      for process in find().keys {
        for signal in step.signals { ScriptWatch.send(signal, to: process) }
      }
      if areGone(within: step.patience) { return true }
    }
    return false
  }

  private func areGone(within patience: Duration) -> Bool {
    var clock = Stopwatch(interval: .milliseconds(20), now: MonotonicClock.now)
    while !find().isEmpty {
      if clock.elapsed >= patience { return false }
      _ = pipeline_poll(-1, -1, clock.sleep(until: patience).pollMilliseconds)
      clock.wake(at: MonotonicClock.now)
    }
    return true
  }

  /// The processes with the mark and all below them, each with its stage.
  private func find() -> [ProcessEntry.Identity: String] {
    guard ProcessTable.isReadable else { return [:] }
    let table = ProcessTable.all()
    let above = table.line(above: getpid())
    var found: [ProcessEntry.Identity: String] = [:]
    for pid in table.numbers where !above.contains(pid) {
      guard let mark = ScriptMark.of(pid), mark.run == run, mark.root == root else { continue }
      for (other, entry) in table.tree(below: [pid]) where entry.isLiving && !above.contains(other)
      {
        found[entry.identity] = found[entry.identity] ?? mark.stage
      }
    }
    return found
  }
}
