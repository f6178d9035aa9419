internal import CPipelineSystem
internal import Foundation

/// Finds and stops the processes of a dead run by the mark in their environment (Linux).
///
/// Unlike a log's lock, the mark also reveals a process that redirected its output, if it is this user's.
package struct MarkedProcesses: Sendable {
  private let run: String
  /// The pipeline's folder, compared because a copy of the folder has records of the same run.
  private let root: String

  package init(run: String, root: String) {
    self.run = run
    self.root = root
  }

  /// The ids of the processes that were found, and of those that survived KILL, by stage.
  package struct Ended: Sendable {
    package var found: [String: [Int32]] = [:]
    package var left: [String: [Int32]] = [:]
  }

  /// Stops the processes and their descendants, all together, with TERM and, after the grace time, KILL.
  package func end(grace: Duration) -> Ended {
    // Keep each process in this set, because `find` can miss it once its parent has ended.
    var seen = find()
    let found = Self.byStage(seen)
    for step in TeardownStep.steps(grace: grace) {
      for process in Self.living(seen).keys {
        for signal in step.signals { ScriptWatch.send(signal, to: process) }
      }
      if areGone(&seen, within: step.patience, killing: step == .kill) { break }
    }
    let left = Self.byStage(Self.living(seen))
    return Ended(found: found.merging(Self.byStage(seen)) { $1 }, left: left)
  }

  private func areGone(
    _ seen: inout [ProcessEntry.Identity: String],
    within patience: Duration,
    killing: Bool
  ) -> Bool {
    var clock = Stopwatch(interval: .milliseconds(250), now: MonotonicClock.now)
    while true {
      seen.merge(find()) { old, _ in old }
      let living = Self.living(seen)
      if living.isEmpty { return true }
      // A process that started after the signal was sent has not received it.
      if killing { for process in living.keys { ScriptWatch.send(SIGKILL, to: process) } }
      if clock.elapsed >= patience { return false }
      _ = pipeline_poll(
        -1,
        -1,
        min(clock.sleep(until: patience), .milliseconds(20)).pollMilliseconds
      )
      clock.wake(at: MonotonicClock.now)
    }
  }

  private static func living(
    _ seen: [ProcessEntry.Identity: String]
  ) -> [ProcessEntry.Identity: String] {
    seen.filter { process, _ in
      guard let entry = ProcessTable.entry(process.pid) else { return false }
      return entry.identity == process && entry.isLiving
    }
  }

  private static func byStage(_ seen: [ProcessEntry.Identity: String]) -> [String: [Int32]] {
    Dictionary(grouping: seen, by: \.value).mapValues { $0.map(\.key.pid).sorted() }
  }

  /// Returns the processes with the mark and their descendants, each with its stage.
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

/// The mark in the environment of a script; the processes that it starts inherit it.
struct ScriptMark: Hashable, Sendable {
  var run: String
  var stage: String
  var root: String
}

extension ScriptMark {
  init?(environment: [String: String]) {
    guard let run = environment["PIPELINE_RUN"], let stage = environment["PIPELINE_STAGE"],
      let root = environment["PIPELINE_ROOT"]
    else { return nil }
    self.init(run: run, stage: stage, root: root)
  }

  /// Parses `/proc/PID/environ`, in which each variable ends with a zero byte (proc(5)).
  init?(environ bytes: [UInt8]) {
    var environment: [String: String] = [:]
    let prefix = Array("PIPELINE_".utf8)
    for variable in bytes.split(separator: 0) where variable.starts(with: prefix) {
      guard let end = variable.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = String(decoding: variable[..<end], as: UTF8.self)
      let value = String(decoding: variable[variable.index(after: end)...], as: UTF8.self)
      environment[name] = value
    }
    self.init(environment: environment)
  }

  /// Nil if the process has no mark, or if it belongs to another user.
  static func of(_ pid: Int32) -> ScriptMark? {
    ScriptMark(environ: ProcessTable.file("/proc/\(pid)/environ"))
  }
}
