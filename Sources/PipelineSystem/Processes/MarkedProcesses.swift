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

  /// What was found, and what of it could not be ended: the numbers of processes by stage.
  package struct Ended: Sendable {
    package var found: [String: [Int32]] = [:]
    package var left: [String: [Int32]] = [:]
  }

  /// Ends them and all below them, together: TERM, the grace time, KILL.
  ///
  /// - Parameter grace: How long they may take between the two.
  /// - Returns: Nothing where the system does not tell.
  package func end(grace: Duration) -> Ended {
    // What was found once stays so: with its parents ended, nothing may say any more whose it is.
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
      // What was started after the signal was sent has not heard it.
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

/// What stands in the environment of everything that a script starts: whose it is.
package struct ScriptMark: Hashable, Sendable {
  package var run: String
  package var stage: String
  /// The folder of the pipeline.
  package var root: String

  package init(run: String, stage: String, root: String) {
    self.run = run
    self.stage = stage
    self.root = root
  }

  /// Reads an environment; nil if it is not one of a script.
  package init?(environment: [String: String]) {
    guard let run = environment["PIPELINE_RUN"], let stage = environment["PIPELINE_STAGE"],
      let root = environment["PIPELINE_ROOT"]
    else { return nil }
    self.init(run: run, stage: stage, root: root)
  }

  /// Reads the text of `/proc/PID/environ`: variables, each with a zero byte behind it (proc(5)).
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

  /// The mark of a process; nil if it has none, or it may not be read (another user's).
  static func of(_ pid: Int32) -> ScriptMark? {
    ScriptMark(environ: ProcessTable.file("/proc/\(pid)/environ"))
  }
}
