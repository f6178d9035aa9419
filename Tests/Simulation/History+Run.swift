import PipelineDescription
import PipelineEngine
import PipelinePlanning
import PipelineTestSupport

/// What happens during a command beside its work.
struct Disturbance: Sendable, CustomStringConvertible {
  var mood = Mood()
  /// The runner dies at its write of this number.
  var crashWrite: Int?
  /// The runner dies after this time of the loop.
  var crashTime: Int64?
  /// So many bytes of the last append are still written.
  var torn = 0
  /// Writes fail from this one on, so many times.
  var failingWrites: (first: Int, count: Int)?
  /// Signals, by the time of the loop.
  var signals: [Int64] = []
  /// Edits, by the time of the loop.
  var edits: [Int64] = []
  /// Edits of sources before writes of these numbers.
  var editWrites: Set<Int> = []
  /// A source is edited between the first look at the root and the lock.
  var editsAtLock = false

  /// What of it there is, behind the words of the command.
  var description: String {
    var words = ""
    if let crashWrite {
      words += ", dies at write \(crashWrite), of which \(torn) bytes are written"
    }
    if let crashTime { words += ", dies after \(crashTime) ns" }
    if let failingWrites {
      words += ", \(failingWrites.count) writes fail from number \(failingWrites.first) on"
    }
    if !signals.isEmpty { words += ", signals after \(signals) ns" }
    if !edits.isEmpty { words += ", edits after \(edits) ns" }
    if !editWrites.isEmpty { words += ", edits before the writes \(editWrites.sorted())" }
    if editsAtLock { words += ", an edit before the lock is taken" }
    return words
  }

  /// Whether nothing of it changes files or ends the runner.
  var isCalm: Bool {
    crashWrite == nil && crashTime == nil && failingWrites == nil && edits.isEmpty
      && editWrites.isEmpty && !editsAtLock
  }
}

extension History {
  /// A random disturbance of a run.
  func disturbance() -> Disturbance {
    var disturbance = Disturbance()
    if machine.happens(30) {
      disturbance.mood.failing = machine.number(10...60)
      disturbance.mood.leavingHalf = 60
    }
    if machine.happens(8) { disturbance.mood.forgettingOutput = 30 }
    if machine.happens(20) { disturbance.mood.resisting = 50 }
    if machine.happens(15) { disturbance.mood.vanishing = 15 }
    if machine.happens(12) {
      disturbance.signals = (0..<machine.number(1...2)).map { _ in machine.delay() }
    }
    switch machine.number(1...100) {
    case ...12:
      disturbance.crashWrite = machine.number(1...40)
      disturbance.torn = machine.pick([0, 0, 1, 7, 20, 60, 200])
    case ...18: disturbance.crashTime = machine.delay()
    case ...25:
      disturbance.failingWrites = (machine.number(1...40), machine.pick([1, 1, 2, 5, 1_000]))
      disturbance.torn = machine.pick([0, 0, 5, 30])
    default: break
    }
    if machine.happens(20) {
      disturbance.edits = (0..<machine.number(1...3)).map { _ in machine.delay() }
    }
    if machine.happens(12) {
      disturbance.editWrites = Set((0..<machine.number(1...2)).map { _ in machine.number(1...40) })
    }
    disturbance.editsAtLock = machine.happens(4)
    return disturbance
  }

  /// A random order for a run.
  func order() -> RunOrder {
    var order = RunOrder()
    order.jobs = machine.number(1...4)
    let name = machine.pick(spec.stages).name
    switch machine.number(1...100) {
    case ...60: break
    case ...70: order.selection.to = [name]
    case ...78: order.selection.from = [name]
    case ...85: order.selection.stages = [name]
    case ...92: order.selection.downstream = [name]
    default: order.selection.isFailed = true
    }
    order.isForced = machine.happens(8)
    order.onFailure = machine.pick([.finishRunning, .finishRunning, .keepGoing, .stopRunning])
    return order
  }

  /// Runs, with what disturbs it, and checks everything that the run itself must hold.
  ///
  /// - Returns: Whether the run succeeded.
  mutating func run(_ order: RunOrder, _ disturbance: Disturbance) -> Bool {
    runs += 1
    machine.tell("\(order.words)\(disturbance)")
    let before = look()
    let logBefore = text(".pipeline/log.jsonl")
    let wasBlank = isBlank
    prepare(disturbance, order)
    var outcome: Outcome?
    var refusal: SessionFault?
    var found: [String: Ledger.File]?
    do throws(SessionFault) {
      outcome = try perform(order) { [history = self] control in
        defer { history.begin(disturbance, control) }
        return history.look()
      }
      found = outcome?.found
    } catch {
      refusal = error
    }
    if machine.isLocked { machine.fail("the lock is held after the run") }
    let isDead = machine.isRunnerDead
    if isDead { host.abandon(areSurviving: false) }
    machine.endProcess()
    starts += host.starts.count
    let known = ledger
    for start in host.starts { noteStart(start) }
    // That a stage is about to start may be noted, and the runner dead before it does.
    let histories = records()?.histories ?? Histories()
    for stage in spec.stages where histories[stage.name]?.lastAttempt != .succeeded {
      ledger.forget(stage.name)
    }
    if let outcome {
      let check = RunCheck(
        machine: machine,
        spec: spec,
        outcome: outcome,
        isCluster: host.isCluster,
        starts: host.starts,
        ends: host.ends
      )
      if let found { checkUndone(found) }
      noteUndo(found, isDead: isDead, histories)
      if !isDead { check.checkWhole(histories) }
      if isDead { check.checkAttempts(isDead: true) }
      if outcome.summary.fault == nil || isDead {
        check.checkLog(before: logBefore, after: text(".pipeline/log.jsonl"), isDead: isDead)
      } else {
        check.checkLogWithFault(before: logBefore, after: text(".pipeline/log.jsonl"))
      }
      if wasBlank { takeAdopted() }
      if isDead { return false }
      close(outcome, order, disturbance, known: known, before, found: found ?? before)
      return outcome.summary.isSuccess
    }
    if let refusal, !isDead { checkRefusal(refusal, order, disturbance) }
    return false
  }

  func text(_ path: String) -> String { machine.disk.text(of: Path(path)) ?? "" }

  /// Prepares the machine for a process of the runner, with what disturbs it.
  private func prepare(_ disturbance: Disturbance, _ order: RunOrder) {
    user.beginCommand()
    host.prepare(spec, mood: disturbance.mood, order: order)
    machine.beginProcess()
    if disturbance.editsAtLock {
      machine.atLock { [machine, user] in user.writeSource(machine.pick(SpecGenerator.sources)) }
    }
    let first = machine.disk.writeCount
    if let write = disturbance.crashWrite {
      machine.disk.failWrites(at: write, with: 5, torn: disturbance.torn)
    } else if let failing = disturbance.failingWrites {
      machine.disk.failWrites(at: failing.first, times: failing.count, torn: disturbance.torn)
    }
    guard disturbance.crashWrite != nil || !disturbance.editWrites.isEmpty else { return }
    machine.disk.beforeWrites { [machine, user] count in
      if count - first == disturbance.crashWrite { machine.noteDeath() }
      if disturbance.editWrites.contains(count - first), !machine.isRunnerDead {
        user.writeSource(machine.pick(SpecGenerator.sources))
      }
    }
  }

  /// Puts into the machine's queue what is to happen while the loop goes on.
  private func begin(_ disturbance: Disturbance, _ control: RunControl) {
    for time in disturbance.signals {
      machine.after(time, isRunners: true) { [machine] in
        machine.tell("  a signal")
        control.stop(by: 2)
      }
    }
    if let time = disturbance.crashTime {
      machine.after(time, isRunners: true) { [machine] in machine.killRunner() }
    }
    for time in disturbance.edits {
      machine.after(time, isRunners: true) { [self] in editDuringRun() }
    }
  }

  /// An edit while a run goes on.
  private func editDuringRun() {
    let stage = machine.pick(spec.stages)
    let hasStarted = host.starts.contains { $0.stage == stage.name }
    switch machine.number(1...100) {
    case ...55: user.writeSource(machine.pick(SpecGenerator.sources))
    case ...65: user.touchSource(machine.pick(user.sources))
    case ...72: user.removeSource(machine.pick(SpecGenerator.sources))
    case ...78:
      // What was edited while a script read it and is then put back as it was leaves no trace.
      let path = machine.pick(SpecGenerator.sources)
      if !user.edited.contains(path) { user.restoreSource(path) }
    case ...85:
      user.writeSource(stage.isCommand ? machine.pick(SpecGenerator.sources) : stage.script)
    case ...93:
      guard let path = output(of: stage) else { return }
      user.writeOutput(path, isProtected: !hasStarted && isProtected(path, of: stage))
    default: if let path = output(of: stage) { user.removeOutput(path) }
    }
  }

  /// A file that a stage makes.
  func output(of stage: StageSpec) -> String? {
    if stage.outputs.isEmpty { return nil }
    // What is edited of a job that has ended, before a run hears of it, is taken for its own.
    if host.isCluster, records()?.openAttempts[stage.name] != nil { return nil }
    let pattern = Pattern(machine.pick(stage.outputs))
    return pattern.kind == .folder
      ? pattern.base + machine.pick(["/part-0", "/part-1", "/extra"]) : pattern.base
  }

  /// Whether what is written by hand into the outputs of a stage must not be lost.
  ///
  /// The engine goes by the record of the last success: where there is none, or a later attempt failed, it
  /// does not know what is the script's; and a file that a stage whose outputs are just kept has not made is
  /// left alone by the engine, but not by a script that empties its folder.
  func isProtected(_ path: String, of stage: StageSpec) -> Bool {
    if areRecordsOld { return false }
    let history = records()?.histories[stage.name]
    guard history?.lastAttempt == .succeeded else { return false }
    let made = (history?.record?.outputs ?? []).flatMap(\.files).map(\.path)
    return spec.response(of: stage) != .keep || made.contains(Path(path))
  }

  /// A script was started: what was known of the stage no longer counts.
  private mutating func noteStart(_ start: ScriptHost.Job) {
    if let stage = spec.stage(named: start.stage) { ledger.noteStart(of: stage) }
  }

  /// A run is refused only for a reason.
  private func checkRefusal(
    _ refusal: SessionFault,
    _ order: RunOrder,
    _ disturbance: Disturbance
  ) {
    machine.tell("  is refused: \(refusal)")
    if !host.starts.isEmpty { machine.fail("a run that is refused has started something") }
    switch refusal {
    case .selection: break
    case .unwritable, .recordsUnreadable:
      if disturbance.failingWrites == nil { machine.fail("the disk is refused: \(refusal)") }
    case .obstacles(let obstacles, _, _):
      let mayBePart = isBlank || !ledger.taken.isEmpty
      let isMissing = spec.stages.contains { stage in
        PureWork.read(stage, files).contains { $0.text == nil && !spec.isOutput($0.path) }
          || stage.inputs.contains { Pattern($0).kind != .file || mayBePart }
      }
      if order.selection == Selection(), !isMissing {
        machine.fail("nothing is missing, and in the way stand \(obstacles)")
      }
    default: machine.fail("the run is refused: \(refusal)")
    }
  }

  private var files: PureWork.Files {
    PureWork.Files(
      text: { [machine] in machine.disk.text(of: Path($0)) },
      inside: { [machine] folder in
        machine.disk.paths(in: Path(folder)).map(\.text)
      }
    )
  }
}
