import PipelineEngine
import PipelinePlanning
import PipelineReporting
import PipelineTestSupport
import Synchronization

/// The one place where the simulation meets the engine: a session on the simulated machine.
extension History {
  /// A session of the user; one that knows no snapshot finds everything out by itself.
  func session(withSnapshot isKnown: Bool = true) -> RootSession {
    var caller = RootSession.Caller()
    caller.environment = environment
    caller.folder = "/srv"
    // Another build of the tool believes no snapshot.
    caller.version = isKnown ? "1" : "2"
    return RootSession(source: manifest, caller: caller, world: world)
  }

  private var world: SessionWorld {
    let (machine, disk) = (machine, machine.disk)
    let executor = SimulatedExecutor(host: host, spec: spec)
    var world = SessionWorld()
    world.files = { _ in disk }
    world.clock = SimulatedClock(machine: machine)
    world.executor = { _ in executor }
    world.adoptOrphans = {}
    world.commit = { _ in nil }
    world.hasProgram = { _, _, _ in true }
    world.startFault = { _, _, _ in nil }
    world.parallel = Sequential()
    world.host = { "simulated" }
    world.process = { 1 }
    world.look = { _, _ in RunLook() }
    world.salt = { [1, 2, 3] }
    world.runID = { RunIdentifier.make(at: $0, chance: UInt16(machine.number(0...65_535))) }
    world.lock = { (_, _, _) throws(LockFault) in SimulatedLock(machine) }
    return world
  }

  /// Whether the root has neither records nor a log.
  var isBlank: Bool {
    machine.disk.state(of: Path(".pipeline/state")) == .missing
      && machine.disk.state(of: Path(".pipeline/log.jsonl")) == .missing
  }

  /// What the records say of the stages.
  func records() -> Records? { try? RecordFile(reading: machine.disk).records }

  /// The verdict on each stage, by its name, as a dry run tells it.
  func verdicts(withSnapshot isKnown: Bool) throws(SessionFault) -> [String: Plan.Verdict] {
    let planned = try session(withSnapshot: isKnown).select(RunOrder()).plan()
    return Dictionary(
      planned.plan.entries.map { (planned.root.graph.name(of: $0.stage), $0.verdict) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// Performs `pipeline run`.
  ///
  /// - Parameters:
  ///   - order: What is asked for.
  ///   - begin: Called when the plan is known and nothing has been done yet; returns the files then.
  /// - Returns: What came of it, worth nothing where the runner's process has died; nil for nothing to do.
  /// - Throws: Why nothing ran.
  func perform(
    _ order: RunOrder,
    begin: @escaping @Sendable (RunControl) -> [String: Ledger.File]
  ) throws(SessionFault) -> Outcome? {
    let current = CurrentRun()
    let control = RunControl(inbox: RunInbox(simulator: simulator(current)))
    current.set(control)
    let witness = Witness(machine) { begin(control) }
    guard let answer = try session().run(order, control, witness) else { return nil }
    return Outcome(
      selected: witness.selected,
      found: witness.found,
      attached: host.attached,
      summary: answer.summary,
      events: witness.events,
      lines: witness.lines
    )
  }

  /// What the engine's loop calls in the place of waiting and of threads.
  private func simulator(_ current: CurrentRun) -> RunInbox.Simulator {
    RunInbox.Simulator(
      idle: { [machine, host] in
        if machine.isRunnerDead {
          host.abandon(areSurviving: machine.happens(60))
          machine.finishWorkOfDeadRunner()
          // Its loop may wait for a delay to end.
          machine.disk.tick(1_000_000_000)
          current.control?.tick()
        } else if machine.step() {
          current.forgetTicks()
          return
        } else {
          machine.disk.tick(Int64(machine.number(100...900)) * 1_000_000)
          current.control?.tick()
        }
        let count = current.countTick()
        if count == 1_000 {
          machine.fail("the loop waits for ever")
          current.control?.stop(by: 2)
          current.control?.stop(by: 2)
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

/// What came of a run.
struct Outcome: Sendable {
  var id: String { summary.run }
  var selected: Set<String>
  /// The files when the plan was known.
  var found: [String: Ledger.File]
  /// The stages of which the run found an attempt of an earlier one.
  var attached: Set<String>
  var summary: Event.RunSummary
  var events: [Event]
  /// The lines of the log that were written, in order.
  var lines: [[UInt8]]
}

extension RunOrder {
  /// The words of the command line.
  var words: String {
    var words = ["run", "--jobs", "\(jobs ?? 0)"]
    for name in selection.stages { words += ["--stage", name] }
    for name in selection.from { words += ["--from", name] }
    for name in selection.to { words += ["--to", name] }
    for name in selection.downstream { words += ["--downstream", name] }
    if selection.isFailed { words.append("--failed") }
    if isForced { words.append("--force") }
    switch onFailure {
    case .finishRunning: break
    case .keepGoing: words.append("--keep-going")
    case .stopRunning: words.append("--fail-fast")
    }
    return words.joined(separator: " ")
  }
}

/// The lock of the simulated root; the machine knows whether it is held.
final class SimulatedLock: HeldLock {
  let found: [UInt8]
  private let machine: Machine

  init(_ machine: Machine) {
    self.machine = machine
    found = (try? machine.disk.contents(of: Workspace.lockFile)) ?? []
    let count = machine.takeLock()
    if !machine.isRunnerDead { machine.disk.write("held \(count)\n", to: Workspace.lockFile) }
  }

  deinit { machine.giveLockBack() }
}

/// Watches a run: keeps its events, and the lines that the log must then hold.
final class Witness: Reporter {
  private let machine: Machine
  private let state = Mutex<(events: [Event], lines: [[UInt8]], run: String)>(([], [], ""))
  private let start = Mutex<(selected: Set<String>, found: [String: Ledger.File])>(([], [:]))
  private let look: @Sendable () -> [String: Ledger.File]
  let wantsOutput = false

  init(_ machine: Machine, look: @escaping @Sendable () -> [String: Ledger.File]) {
    (self.machine, self.look) = (machine, look)
  }

  var selected: Set<String> { start.withLock { $0.selected } }
  var found: [String: Ledger.File] { start.withLock { $0.found } }
  var events: [Event] { state.withLock { $0.events } }
  var lines: [[UInt8]] { state.withLock { $0.lines } }

  func begin(stages: [String], isConcurrent: Bool) {
    let found = look()
    start.withLock { $0 = (Set(stages), found) }
  }

  func report(_ event: Event) {
    let time = machine.disk.now / 1_000_000
    let isDead = machine.isRunnerDead
    state.withLock { state in
      state.events.append(event)
      if case .runStarted(let start) = event { state.run = start.run }
      let line = LogLine(run: state.run, time: time, event: event).bytes
      if let line, event.kind != nil, !isDead { state.lines.append(line) }
    }
  }

  func output(_ bytes: [UInt8], of stage: String) {}

  func skip(_ count: Int, of stage: String) {}

  func tail(_ bytes: [UInt8], of stage: String) {}

  func tick(_ progress: Progress) {}
}

/// The control of the run that goes on, and how long its loop has waited.
private final class CurrentRun: Sendable {
  private let state = Mutex<(control: RunControl?, idleTicks: Int)>((nil, 0))

  var control: RunControl? { state.withLock { $0.control } }

  func set(_ control: RunControl) { state.withLock { $0.control = control } }

  /// Counts how often nothing happened but a tick.
  func countTick() -> Int {
    state.withLock { state in
      state.idleTicks += 1
      return state.idleTicks
    }
  }

  func forgetTicks() { state.withLock { $0.idleTicks = 0 } }
}

/// The clocks of a run, read off the virtual disk's.
struct SimulatedClock: RunClock {
  let machine: Machine

  var wall: Int64 { machine.disk.now / 1_000_000 }

  var steady: Double { Double(machine.disk.now) / 1e9 }

  /// Lets half a millisecond pass, or some ticks of a coarse clock.
  func pause() { machine.disk.tick(Int64(machine.pick([500_000, 500_000, 20_000_000]))) }
}
