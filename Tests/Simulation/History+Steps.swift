import PipelineEngine
import PipelinePlanning
import PipelineTestSupport

extension History {
  /// One step: an edit, or a command.
  mutating func step() {
    if machine.happens(40) { machine.pass(machine.delay()) }
    switch machine.number(1...100) {
    case ...14: editSources()
    case ...24: editOutputs()
    case ...32: changeManifest()
    case ...35: changeVariable()
    case ...88: _ = run(order(), machine.happens(55) ? disturbance() : Disturbance())
    case ...92: accept()
    case ...96: clean()
    default: damage()
    }
  }

  private func editSources() {
    for _ in 0..<machine.number(1...3) {
      // What was edited during the run is often put back.
      let sources = user.sources
      let recent = sources.filter(user.edited.contains)
      let path = machine.pick(!recent.isEmpty && machine.happens(40) ? recent : sources)
      switch machine.number(1...100) {
      case ...45: user.writeSource(path)
      case ...60: user.touchSource(path)
      case ...70: user.removeSource(path)
      // What is put back as it was while a job reads it leaves no trace.
      case ...85: if records()?.openAttempts.isEmpty ?? true { user.restoreSource(path) }
      default: user.writeSource("raw/x\(machine.number(0...2))")
      }
    }
  }

  private func editOutputs() {
    for _ in 0..<machine.number(1...2) {
      let stage = machine.pick(spec.stages)
      guard let path = output(of: stage) else { continue }
      switch machine.number(1...100) {
      case ...50: user.writeOutput(path, isProtected: isProtected(path, of: stage))
      case ...80: user.removeOutput(path)
      default: user.touchOutput(path)
      }
    }
  }

  private mutating func changeManifest() {
    let old = spec
    let words = generator.change(&spec, newID: newID)
    newID += 1
    // What is no pipeline is not saved.
    guard !spec.stages.isEmpty, (try? session().open()) != nil else {
      spec = old
      return
    }
    machine.tell("manifest: \(words)")
    machine.noteChange()
    // Jobs of a stage that is no longer there are ended by hand: no run looks after them.
    let kept = Set(spec.stages.map(\.name))
    if host.isCluster { _ = host.endOrphans { !kept.contains($0.stage) } }
    // What a stage leaves behind that is renamed, or no longer makes it, is nobody's that is known.
    let names = Set(old.stages.filter { spec.stages.contains($0) }.map(\.name))
    let changed = old.stages.filter { !names.contains($0.name) }.flatMap(\.outputs).map {
      Pattern($0)
    }
    user.giveUpHandWork { path in changed.contains { $0.matches(path) } || !spec.isOutput(path) }
    let lost = old.stages.filter { stage in !spec.stages.contains { $0.id == stage.id } }
    for stage in lost { ledger.release(stage) }
    for stage in spec.stages where !old.stages.contains(where: { $0.name == stage.name }) {
      ledger.release(stage)
    }
    writeMissingSources()
  }

  private mutating func changeVariable() {
    let name = machine.pick(["V0", "V1"])
    environment[name] = machine.happens(20) ? nil : "\(machine.number(1...4))"
    machine.noteChange()
    machine.tell("\(name) is \(environment[name] ?? "not set")")
  }

  private mutating func accept() {
    let names = machine.happens(30) ? ["*"] : [machine.pick(spec.stages).name]
    machine.tell("accepts \(names)")
    let isDead = command { (history: inout History) throws(SessionFault) in
      let wasBlank = history.isBlank
      let answer = try history.session().accept(Selection(stages: names), reason: "it is right")
      let accepted = answer.stages.filter { !$0.reasons.isEmpty }
        .map { answer.root.graph.name(of: $0.stage) }
      for stage in history.spec.stages where accepted.contains(stage.name) {
        history.ledger.take(stage)
        history.user.giveUpHandWork { path in stage.outputs.contains { Pattern($0).matches(path) } }
      }
      if wasBlank, !accepted.isEmpty { history.takeAdopted() }
    }
    // How many of them were accepted before the end nobody says.
    if isDead {
      for stage in spec.stages where names == ["*"] || names == [stage.name] { ledger.take(stage) }
    }
  }

  private mutating func clean() {
    let names = machine.happens(40) ? ["*"] : [machine.pick(spec.stages).name]
    let isForced = machine.happens(25)
    let asks = machine.happens(40)
    machine.tell("cleans \(names)\(isForced ? " by force" : "")")
    _ = command { (history: inout History) throws(SessionFault) in
      let order = CleanOrder(selection: Selection(stages: names), isForced: isForced)
      var removed: [String] = []
      let machine = history.machine
      let answer = try history.session().clean(order, asks: asks) { cleaning in
        if machine.isLocked == asks, !machine.isRunnerDead {
          machine.fail("the lock is \(asks ? "held" : "free") when a removal is considered")
        }
        removed = cleaning.items.map(\.path.text)
        return true
      }
      guard case .removed = answer else { return }
      machine.tell("  removes \(removed)")
      if isForced { history.user.giveUpHandWork { removed.contains($0) } }
    }
  }

  /// Performs a command that runs no script; says whether it died at a write.
  private mutating func command(
    _ body: (inout History) throws(SessionFault) -> Void
  ) -> Bool {
    var disturbance = Disturbance()
    if machine.happens(15) { disturbance.crashWrite = machine.number(1...8) }
    user.beginCommand()
    machine.noteChange()
    host.prepare(spec, mood: Mood())
    machine.beginProcess()
    let first = machine.disk.writeCount
    if let write = disturbance.crashWrite {
      machine.disk.failWrites(at: write, with: 5)
      machine.disk.beforeWrites { [machine] count in
        if count - first == write { machine.noteDeath() }
      }
    }
    do throws(SessionFault) {
      try body(&self)
    } catch {
      machine.tell("  is refused: \(error)")
      if !machine.isRunnerDead { checkRefusalOfCommand(error) }
    }
    if machine.isLocked { machine.fail("the lock is held after the command") }
    let isDead = machine.isRunnerDead
    if isDead {
      host.abandon(areSurviving: false)
      doubt()
    }
    machine.endProcess()
    return isDead
  }

  /// A command that runs no script is refused only for a reason.
  private func checkRefusalOfCommand(_ fault: SessionFault) {
    switch fault {
    case .acceptance, .selection: break
    case .attemptGoesOn(let stage, _) where host.attached.contains(stage): break
    default: machine.fail("a command is refused: \(fault)")
    }
  }

  /// Damages what the runner keeps, or removes it.
  private mutating func damage() {
    // Whose scripts are alive nobody knows then.
    _ = host.endOrphans { _ in true }
    machine.noteChange()
    let disk = machine.disk
    let path = Path(
      machine.pick([
        ".pipeline/state", ".pipeline/state", ".pipeline/log.jsonl", ".pipeline/snapshot",
      ])
    )
    guard let size = disk.state(of: path).stamp?.size, size > 0 else { return }
    mayHaveLostNotes = true
    var bytes = (try? disk.contents(of: path)) ?? []
    let place = machine.number(0...Int(size - 1))
    switch machine.number(1...100) {
    case ...20:
      machine.tell(".pipeline is removed")
      disk.erase(Path(".pipeline"))
    case ...40:
      machine.tell("\(path.text) is removed")
      disk.erase(path)
    case ...75:
      machine.tell("\(path.text) is cut to \(place) of \(size) bytes")
      disk.write(Array(bytes.prefix(place)), to: path)
    default:
      machine.tell("byte \(place) of \(path.text) is changed")
      bytes[place] ^= UInt8(machine.number(1...255))
      disk.write(bytes, to: path)
    }
    doubt()
    // What a job has made that counts as unfinished once more is taken as it is.
    for stage in spec.stages where records()?.openAttempts[stage.name] != nil { ledger.take(stage) }
  }

  /// From here on the records may say less than what was, or what was true before.
  private mutating func doubt() {
    areRecordsOld = true
    ledger.forgetAll()
    user.giveUpHandWork { _ in true }
  }
}
