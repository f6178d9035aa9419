internal import Foundation
internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

/// Runs scripts as processes of this machine, each attempt on its own thread.
package struct LocalExecutor: AttemptExecutor {
  private let processes = RunningProcesses()
  private let threads = WorkerThreads()
  private let grace: Duration
  private let clock: any RunClock

  /// `grace` is the time between SIGTERM and SIGKILL.
  package init(clock: any RunClock = SystemClock(), grace: Duration = .seconds(5)) {
    self.clock = clock
    self.grace = grace
  }

  package var name: String { "local" }

  package var outlivesRunner: Bool { false }

  package var immediateHost: String? { Self.host }

  private static let host = ProcessInfo.processInfo.hostName

  package var capacity: ExecutorCapacity {
    // Foundation and the runner keep about five files open for each attempt, and some for themselves.
    let openFiles = Machine.openFiles
    return ExecutorCapacity(
      slots: max(1, (openFiles - 40) / 5),
      openFiles: openFiles,
      cores: Machine.cores,
      memory: Machine.memory.map { Int($0) }
    )
  }

  package var freeMemory: Int64? { Machine.freeMemory }

  package func submit(_ attempt: Attempt, report: @escaping @Sendable (AttemptReport) -> Void) {
    // Each attempt has a thread, not a task, because waiting blocks and the threads of tasks block signals.
    let running = processes.enter(attempt.key.text)
    do throws(SystemFault) {
      try threads.run {
        var usage = ResourceUsage()
        let end = run(attempt, running, &usage, report)
        running.leave()
        return AttemptReport.ended(end, usage)
      } then: {
        report($0)
      }
    } catch {
      running.leave()
      let fault = LaunchFault.system(error, call: "pthread_create")
      report(.ended(.notStarted(fault, script: 0), ResourceUsage()))
    }
  }

  package func stop(_ scope: StopScope, atOnce: Bool) {
    switch scope {
    case .all: processes.stop(.all, atOnce: atOnce)
    case .attempt(let key): processes.stop(.attempt(key.text), atOnce: atOnce)
    }
  }

  package func suspend() { processes.suspend() }

  package func resume() { processes.resume() }

  /// Kills the processes that still hold the lock of a dead run's log; returns nil if there were none.
  package func endOrphans(of log: String) -> Orphans? {
    do throws(SystemFault) {
      guard try AttemptLog.isHeld(log) else { return nil }
    } catch {
      // On a file system without locks, the log was never locked, so orphans cannot be detected. The lock of
      // the root fails there, too, and prevents the run. All other errors can be repaired, such as a log that
      // cannot be opened, or a link in its place. Until then, this assumes that an orphan is still alive.
      return error.meansNoLocks ? nil : Orphans(processes: [], isGone: false)
    }
    let holders = AttemptLog.holders(log)
    let isGone = (try? AttemptLog.endHolders(log, grace: grace)) ?? false
    return Orphans(processes: holders, isGone: isGone)
  }

  package func recover(
    _ open: [OpenAttempt],
    root: String,
    report: @escaping @Sendable (Int, AttemptReport) -> Void
  ) -> [RecoveredAttempt] {
    var found: [String: [String: Orphans]] = [:]
    for run in Set(open.map(\.run)).sorted() {
      let logs = open.filter { $0.run == run }.flatMap { attempt in
        attempt.logs.map { (attempt.stage, $0) }
      }
      found[run] = endOrphans(of: run, logs: logs, root: root)
    }
    return open.map { attempt in
      let orphans = found[attempt.run]?.removeValue(forKey: attempt.stage)
      // The last attempt of a run also gets the orphans of stages that are not in `open`, so none is missed.
      let isLast = open.last { $0.run == attempt.run } == attempt
      let others = isLast ? found[attempt.run].map { Array($0.values) } ?? [] : []
      return .gone(Orphans.joined([orphans].compactMap(\.self) + others))
    }
  }

  /// Kills the orphans of all attempts of a dead run, and returns them by stage.
  func endOrphans(
    of run: String,
    logs: [(stage: String, path: String)],
    root: String
  ) -> [String: Orphans] {
    // Processes with the run's mark come first, because all of them share one grace time.
    let marked = MarkedProcesses(run: run, root: root).end(grace: grace)
    var found: [String: Orphans] = [:]
    for (stage, processes) in marked.found {
      found[stage] = Orphans(processes: processes, isGone: marked.left[stage] == nil)
    }
    for log in logs {
      guard let held = endOrphans(of: log.path) else { continue }
      found[log.stage] = Orphans.joined([held] + [found[log.stage]].compactMap(\.self))
    }
    return found
  }

  package func commandLines(of attempt: Attempt) -> [String] {
    attempt.steps.map { commandLine(of: $0, in: attempt) }
  }

  private func run(
    _ attempt: Attempt,
    _ running: RunningAttempt,
    _ usage: inout ResourceUsage,
    _ report: @escaping @Sendable (AttemptReport) -> Void
  ) -> AttemptEnd {
    let log: AttemptLog
    do {
      log = try AttemptLog(creating: attempt.log)
    } catch {
      return .systemFailed(error, path: attempt.log)
    }
    for (index, step) in attempt.steps.enumerated() {
      let command = commandLine(of: step, in: attempt)
      report(.scriptStarted(command: command, logSize: log.size))
      let (start, began) = (clock.wall, clock.steady)
      var used = ResourceUsage()
      let end = run(step, of: attempt, running, log) { message in
        switch message {
        case .holdsMemory(let bytes): report(.holdsMemory(bytes))
        case .leftBehind(let orphans): report(.leftOrphans(orphans))
        case .used(let script): used = script
        }
      }
      usage.add(used)
      let failure = failure(of: end, of: step, script: index)
      var summary = Event.ScriptSummary()
      (summary.stage, summary.attempt) = (attempt.stage, attempt.number)
      (summary.index, summary.command) = (index, command)
      (summary.start, summary.duration) = (start, clock.steady - began)
      (summary.end, summary.usage) = (failure ?? .succeeded, used)
      report(.scriptFinished(summary))
      if let failure { return failure }
    }
    return .succeeded
  }

  private func run(
    _ step: Attempt.Step,
    of attempt: Attempt,
    _ running: RunningAttempt,
    _ log: AttemptLog,
    tell: @escaping (ScriptMessage) -> Void
  ) -> ProcessEnd {
    do {
      let executable = try executable(of: step, in: attempt)
      let launch = Launch(
        executable: executable.program,
        arguments: executable.arguments,
        environment: attempt.environment,
        workingDirectory: attempt.root,
        timeLimit: attempt.timeLimit,
        grace: grace
      )
      return ScriptProcess.run(launch, output: log.descriptor, of: running, tell: tell)
    } catch {
      return .notStarted(error)
    }
  }

  /// Converts the end of a script to the end of its attempt; nil if the next script may start.
  private func failure(
    of end: ProcessEnd,
    of step: Attempt.Step,
    script: Int
  ) -> AttemptEnd? {
    switch end {
    case .exited(0): nil
    case .exited(let code): .exited(code: code, script: script)
    case .signaled(let signal): .signaled(signal: signal, script: script)
    case .timedOut(let limit): .timedOut(after: limit, script: script)
    case .notStarted(let fault): .notStarted(fault, script: script)
    case .lost: .systemFailed(SystemFault(ECHILD), path: step.path)
    case .survived: .systemFailed(.survivor, path: step.path)
    case .stopped: .stopped
    }
  }

  private func executable(
    of step: Attempt.Step,
    in attempt: Attempt
  ) throws(LaunchFault) -> Executable {
    switch step {
    case .command(let text): .command(text)
    case .script(let path, let arguments, let interpreter):
      try Executable.resolve(
        script: path,
        arguments: arguments,
        interpreter: interpreter,
        root: attempt.root,
        searchPath: attempt.environment["PATH"]
      )
    }
  }

  private func commandLine(of step: Attempt.Step, in attempt: Attempt) -> String {
    switch step {
    case .command(let text): return text
    case .script(let path, let arguments, let interpreter):
      let words: [String]
      if let executable = try? executable(of: step, in: attempt) {
        // Show the interpreter by its name, not by the path where it was found.
        let isScript = executable.program == path
        let program = interpreter ?? executable.program.split(separator: "/").last.map(String.init)
        words = (isScript ? [path] : [program ?? executable.program]) + executable.arguments
      } else {
        words = [interpreter, path].compactMap { $0 } + arguments
      }
      return words.map(shellQuoted).joined(separator: " ")
    }
  }
}

extension Attempt.Step {
  /// The script's path, or the path of the shell that runs the command, for messages.
  fileprivate var path: String {
    switch self {
    case .script(let path, _, _): path
    case .command: "/bin/sh"
    }
  }
}

extension Orphans {
  fileprivate static func joined(_ all: [Orphans]) -> Orphans? {
    if all.isEmpty { return nil }
    return Orphans(
      processes: Set(all.flatMap(\.processes)).sorted(),
      isGone: all.allSatisfy(\.isGone)
    )
  }
}
