internal import Foundation
internal import PipelineDescription
package import PipelinePlanning
package import PipelineSystem

/// Runs scripts as processes of this machine, each attempt on a thread of its own.
package struct LocalRunner: Runner {
  private let live: LiveProcesses
  private let grace: Duration

  /// Prepares a runner.
  ///
  /// - Parameters:
  ///   - live: Where what runs is entered, so that signals reach it.
  ///   - grace: How long a script may take to end between TERM and KILL.
  package init(live: LiveProcesses, grace: Duration = .seconds(5)) {
    self.live = live
    self.grace = grace
  }

  package func start(_ attempt: Attempt, report: @escaping @Sendable (AttemptMessage) -> Void) {
    // A thread and no task: waiting for a process blocks, and a task's thread blocks signals.
    let thread = Thread { report(.ended(run(attempt, report), ResourceUsage())) }
    thread.name = attempt.stage
    thread.start()
  }

  package var freeMemory: Int64? { nil }

  package func stop(atOnce: Bool) {
    live.stopAll(kill: atOnce)
  }

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

  package func commandLines(of attempt: Attempt) -> [String] {
    attempt.steps.map { commandLine(of: $0, in: attempt) }
  }

  /// Runs the scripts in order, until one does not end with 0.
  private func run(
    _ attempt: Attempt,
    _ report: @Sendable (AttemptMessage) -> Void
  ) -> AttemptEnd {
    let log: AttemptLog
    do {
      log = try AttemptLog(creating: attempt.log)
    } catch {
      return .systemFailed(error, path: attempt.log)
    }
    for (index, step) in attempt.steps.enumerated() {
      report(.scriptStarted(command: commandLine(of: step, in: attempt), logSize: log.size))
      if let end = failure(of: run(step, of: attempt, log), of: step, script: index) { return end }
    }
    return .succeeded
  }

  private func run(_ step: Attempt.Step, of attempt: Attempt, _ log: AttemptLog) -> ProcessEnd {
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
      return ScriptProcess.run(launch, output: log.descriptor, among: live)
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
    case .survived:
      .systemFailed(
        SystemFault(number: EBUSY, words: "something that it started outlives even KILL"),
        path: step.path
      )
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
