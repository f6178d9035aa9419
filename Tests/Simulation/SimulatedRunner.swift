import PipelineEngine
import PipelinePlanning
import PipelineTestSupport
import Synchronization

/// The executor of a simulation: hands attempts over to the machine's scripts.
struct SimulatedRunner: Runner {
  let host: ScriptHost
  let spec: PipelineSpec
  let disk: VirtualFileSystem

  func start(_ attempt: Attempt, report: @escaping @Sendable (AttemptMessage) -> Void) {
    let run = attempt.environment["PIPELINE_RUN"] ?? ""
    if !host.machine.isRunnerDead, host.machine.happens(25) { checkIsNoted(attempt.stage, run) }
    let job = ScriptHost.Job(
      stage: attempt.stage,
      number: attempt.number,
      told: told(attempt),
      run: run,
      log: attempt.log
    )
    report(.scriptStarted(command: job.told.joined(separator: " "), logSize: 0))
    host.start(job) { report(.ended($0.attemptEnd, ResourceUsage())) }
  }

  /// That a stage has started must be in the records before its first script starts.
  private func checkIsNoted(_ stage: String, _ run: String) {
    let memory = try? RecordFile(reading: disk).memory
    if memory?.histories[stage]?.lastAttempt != .started(run: run) {
      host.machine.fail("`\(stage)` was started, and the records do not say so")
    }
  }

  private func told(_ attempt: Attempt) -> [String] {
    var told = [attempt.environment["PIPELINE_STAGE"] ?? ""]
    for step in attempt.steps {
      switch step {
      case .script(let path, let arguments, _): told += [path] + arguments
      case .command(let text): told.append(text)
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

  var freeMemory: Int64? { nil }

  func stop(atOnce: Bool) {
    if !host.machine.isRunnerDead { host.stop(atOnce: atOnce) }
  }

  func endLeftovers(
    of run: String,
    logs: [(stage: String, path: String)],
    root: String
  ) -> [String: Leftovers] {
    if host.machine.isRunnerDead { return [:] }
    var found: [String: Leftovers] = [:]
    for stage in host.endOrphans(of: run) {
      host.machine.tell("  ends what lives of `\(stage)` of run \(run)")
      found[stage] = Leftovers(processes: [4711], isGone: true)
    }
    return found
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
    }
  }
}

/// The clocks of a run, read off the virtual disk's.
struct SimulatedClock: RunClock {
  let machine: Machine

  var wall: Int64 { machine.disk.now / 1_000_000 }

  var steady: Double { Double(machine.disk.now) / 1e9 }

  /// Lets half a millisecond pass, or some ticks of a coarse clock.
  func pause() { machine.disk.tick(Int64(machine.pick([500_000, 500_000, 20_000_000]))) }
}

/// Keeps the lines that a run writes into its log.
final class KeptLines: Sendable {
  private let state = Mutex<[[UInt8]]>([])

  var lines: [[UInt8]] { state.withLock { $0 } }

  func keep(_ line: [UInt8]) { state.withLock { $0.append(line) } }
}

/// The inbox of the run that goes on.
final class CurrentInbox: Sendable {
  private let state = Mutex<(inbox: RunInbox?, idleTicks: Int)>((nil, 0))

  var inbox: RunInbox? { state.withLock { $0.inbox } }

  func set(_ inbox: RunInbox) { state.withLock { $0 = (inbox, 0) } }

  /// Counts how often nothing happened but a tick.
  func countTick() -> Int {
    state.withLock { state in
      state.idleTicks += 1
      return state.idleTicks
    }
  }

  func forgetTicks() { state.withLock { $0.idleTicks = 0 } }
}

extension SimulatedSession {
  /// What the engine's loop calls in the place of waiting and of threads.
  func simulator() -> RunInbox.Simulator {
    RunInbox.Simulator(
      idle: { [machine, host, current] in
        if machine.isRunnerDead {
          host.abandon(areSurviving: machine.happens(60))
          machine.finishWorkOfDeadRunner()
          // Its loop may wait for a delay to end.
          machine.disk.tick(1_000_000_000)
          current.inbox?.tick()
        } else if machine.step() {
          current.forgetTicks()
          return
        } else {
          machine.disk.tick(Int64(machine.number(100...900)) * 1_000_000)
          current.inbox?.tick()
        }
        let count = current.countTick()
        if count == 1_000 {
          machine.fail("the loop waits for ever")
          current.inbox?.stop(by: 2)
          current.inbox?.stop(by: 2)
        }
        precondition(count < 2_000, "the loop waits for ever: \(machine.failures)")
      },
      perform: { [machine] work in
        if machine.isRunnerDead || machine.happens(30) { return work() }
        machine.after(machine.delay(), isRunners: true, work)
      }
    )
  }
}
