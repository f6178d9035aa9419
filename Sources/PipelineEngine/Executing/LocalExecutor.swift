internal import Foundation
internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

/// Runs scripts as processes of this machine, each attempt on a thread of its own.
package struct LocalExecutor: AttemptExecutor {
  private let processes = RunningProcesses()
  private let threads = WorkerThreads()
  private let grace: Duration
  private let clock: any RunClock

  /// Prepares an executor.
  ///
  /// - Parameters:
  ///   - clock: Times the scripts.
  ///   - grace: How long a script may take to end between TERM and KILL.
  package init(clock: any RunClock = SystemClock(), grace: Duration = .seconds(5)) {
    self.clock = clock
    self.grace = grace
  }

  package var name: String { "local" }

  package var outlivesRunner: Bool { false }

  package var immediateHost: String? { Self.host }

  private static let host = ProcessInfo.processInfo.hostName

  package var capacity: ExecutorCapacity {
    // Foundation and the runner have about five files open for each attempt, and some for themselves.
    let slots = max(1, (Machine.openFiles - 40) / 5)
    return ExecutorCapacity(
      slots: slots,
      cores: Machine.cores,
      memory: Machine.memory.map { Int($0) }
    )
  }

  package var freeMemory: Int64? { Machine.freeMemory }

  package func submit(_ attempt: Attempt, report: @escaping @Sendable (AttemptReport) -> Void) {
    // A thread and no task: waiting for a process blocks, and a task's thread blocks signals.
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

  /// Ends what is still alive of an attempt whose runner died and that holds its log.
  ///
  /// - Parameter log: The file that the attempt's scripts print to, absolute.
  /// - Returns: What was found; nil for nothing.
  package func endLeftovers(of log: String) -> Leftovers? {
    do throws(SystemFault) {
      guard try AttemptLog.isHeld(log) else { return nil }
    } catch {
      // Where the file system has no locks the log never had one, and nothing can ever be known:
      // whether to run there at all is for the lock of the root to say, which has the same fault.
      // Anything else (a log that may not be opened, a link in its place) can be mended, and until
      // then a script may be alive that writes what a new one would.
      return error.meansNoLocks ? nil : Leftovers(processes: [], isGone: false)
    }
    let holders = AttemptLog.holders(log)
    let isGone = (try? AttemptLog.endHolders(log, grace: grace)) ?? false
    return Leftovers(processes: holders, isGone: isGone)
  }

  package func recover(
    _ open: [OpenAttempt],
    root: String,
    report: @escaping @Sendable (Int, AttemptReport) -> Void
  ) -> [RecoveredAttempt] {
    var found: [String: [String: Leftovers]] = [:]
    for run in Set(open.map(\.run)).sorted() {
      let logs = open.filter { $0.run == run }.flatMap { attempt in
        attempt.logs.map { (attempt.stage, $0) }
      }
      found[run] = endLeftovers(of: run, logs: logs, root: root)
    }
    return open.map { .gone(found[$0.run]?[$0.stage]) }
  }

  /// Ends what is still alive of a run whose runner died, of whichever stage and attempt.
  ///
  /// - Parameters:
  ///   - run: The run.
  ///   - logs: The files that its scripts may have printed to, absolute, each with its stage.
  ///   - root: The folder of the pipeline.
  /// - Returns: What was found, by stage.
  func endLeftovers(
    of run: String,
    logs: [(stage: String, path: String)],
    root: String
  ) -> [String: Leftovers] {
    // First all that says itself whose it is, with one grace time for all of it.
    let marked = MarkedProcesses(run: run, root: root).end(grace: grace)
    var found: [String: Leftovers] = [:]
    for (stage, processes) in marked.found {
      found[stage] = Leftovers(processes: processes, isGone: marked.left[stage] == nil)
    }
    for log in logs {
      guard let held = endLeftovers(of: log.path) else { continue }
      let others = found[log.stage]
      found[log.stage] = Leftovers(
        processes: Set(held.processes + (others?.processes ?? [])).sorted(),
        isGone: held.isGone && others?.isGone ?? true
      )
    }
    return found
  }

  package func commandLines(of attempt: Attempt) -> [String] {
    attempt.steps.map { commandLine(of: $0, in: attempt) }
  }

  /// Runs the scripts in order, until one does not end with 0.
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
      report(.scriptStarted(index: index, command: command, logSize: log.size))
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

  /// What a script's end means for its attempt; nil if the next script may start.
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
        // The interpreter as it is called, not where it was found.
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
  /// What messages name it by: a script's path, or the shell that a command is given to.
  fileprivate var path: String {
    switch self {
    case .script(let path, _, _): path
    case .command: "/bin/sh"
    }
  }
}
