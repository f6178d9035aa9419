import PipelineEngine
import PipelinePlanning
import PipelineTestSupport

/// The executor of a simulation: hands attempts over to the machine's scripts, or to its cluster.
struct SimulatedExecutor: AttemptExecutor {
  let host: ScriptHost
  let spec: PipelineSpec
  private var machine: Machine { host.machine }

  var name: String { "simulated" }
  var outlivesRunner: Bool { host.isCluster }
  var immediateHost: String? { host.isCluster ? nil : "here" }
  var capacity: ExecutorCapacity { ExecutorCapacity(cores: 4) }
  var freeMemory: Int64? { nil }

  func submit(_ attempt: Attempt, report: @escaping @Sendable (AttemptReport) -> Void) {
    if !machine.isRunnerDead {
      if !machine.isLocked { machine.fail("`\(attempt.stage)` was started without the lock") }
      if machine.happens(25) { checkIsNoted(attempt) }
    }
    let job = ScriptHost.Job(
      stage: attempt.stage,
      number: attempt.number,
      told: told(attempt),
      run: attempt.environment["PIPELINE_RUN"] ?? "",
      log: attempt.log
    )
    if !host.isCluster {
      let command = job.told.joined(separator: " ")
      report(.scriptStarted(command: command, logSize: 0))
    }
    host.start(job, report: report)
  }

  /// That a stage has started must be in the records before its first script starts.
  private func checkIsNoted(_ attempt: Attempt) {
    let records = try? RecordFile(reading: machine.disk).records
    let open = records?.openAttempts[attempt.stage]
    if records?.histories[attempt.stage]?.lastAttempt != .started(run: attempt.run)
      || host.isCluster && (open?.run != attempt.run || open?.number != attempt.number)
    {
      machine.fail("`\(attempt.stage)` was started, and the records do not say so")
    }
  }

  private func told(_ attempt: Attempt) -> [String] {
    var told = [attempt.environment["PIPELINE_STAGE"] ?? ""]
    for step in attempt.steps {
      switch step {
      case .script(let path, let arguments, _): told += [path] + arguments
      case .command(let text, _): told.append(text)
      }
    }
    let stage = spec.stage(named: attempt.stage)
    for name in stage?.variables ?? [] {
      told.append("\(name)=\(attempt.environment[name] ?? "unset")")
    }
    if stage?.setting != nil {
      told.append("SETTING=\(attempt.environment["SETTING"] ?? "unset")")
    }
    return told
  }

  func stop(_ scope: StopScope, atOnce: Bool) {
    if machine.isRunnerDead { return }
    switch scope {
    case .all: host.stop(atOnce: atOnce)
    case .attempt(let key):
      host.stop(atOnce: atOnce) { job in
        job.stage == key.stage && job.run == key.run && job.number == key.number
      }
    }
  }

  func suspend() {}

  func resume() {}

  func recover(
    _ open: [OpenAttempt],
    root: String,
    report: @escaping @Sendable (Int, AttemptReport) -> Void
  ) -> [RecoveredAttempt] {
    if machine.isRunnerDead { return open.map { _ in .gone(nil) } }
    return open.enumerated().map { position, attempt in
      if host.isCluster { return host.attach(attempt) { report(position, $0) } }
      let ended = host.endOrphans { $0.run == attempt.run && $0.stage == attempt.stage }
      if ended.isEmpty { return .gone(nil) }
      machine.tell("  ends what lives of `\(attempt.stage)` of run \(attempt.run)")
      return .gone(Orphans(processes: [4711], isGone: true))
    }
  }

  func commandLines(of attempt: Attempt) -> [String] { [told(attempt).joined(separator: " ")] }
}

extension ScriptEnd {
  /// The same end in the engine's words.
  var attemptEnd: AttemptEnd {
    switch self {
    case .succeeded: .succeeded
    case .exited(let code): .exited(code: code, script: 0)
    case .killed(let signal): .signaled(signal: signal, script: 0)
    case .timedOut: .timedOut(after: .seconds(600), script: 0)
    case .notStarted: .notStarted(.missing("sh"), script: 0)
    case .stopped: .stopped
    case .vanished: .systemFailed(SystemFault(number: 5, words: "node failure"), path: "node")
    }
  }
}
