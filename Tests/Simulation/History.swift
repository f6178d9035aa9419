import PipelineEngine
import PipelinePlanning
import PipelineTestSupport

/// What came of a history.
struct HistoryResult: Sendable {
  var seed: UInt64
  var failures: [String]
  /// Of everything that happened: the same for the same seed.
  var digest: UInt64
  var story: [String]
  var runs: Int
  var starts: Int
  var judged: Int
  var needless: Int
}

/// A history of a root: a random pipeline, then edits, commands and faults, each followed by the checks.
struct History {
  let seed: UInt64
  let machine: Machine
  let host: ScriptHost
  let user: User
  let generator: SpecGenerator
  private(set) var manifest: SpecManifest
  var spec: PipelineSpec { didSet { manifest = SpecManifest(spec) } }
  var environment = ["PATH": "/bin", "V0": "1"]
  var ledger = Ledger()
  var digest = Digest()
  var runs = 0
  var starts = 0
  var newID = 20
  /// What the next run must undo of a dead one.
  var undo: Undo?
  /// Whether the records may say what was true before: they were cut.
  var areRecordsOld = false
  /// Whether the note of an attempt that is to be undone may be lost, so that its outputs stay aside.
  var mayHaveLostNotes = false

  init(seed: UInt64, isTelling: Bool = false) {
    self.seed = seed
    machine = Machine(seed: seed, isTelling: isTelling)
    host = ScriptHost(machine: machine, isCluster: machine.happens(30))
    user = User(machine: machine, host: host)
    generator = SpecGenerator(machine: machine)
    spec = generator.make()
    manifest = SpecManifest(spec)
  }

  /// Plays a history from a seed.
  static func play(seed: UInt64, isTelling: Bool = false) -> HistoryResult {
    var history = History(seed: seed, isTelling: isTelling)
    history.play()
    return HistoryResult(
      seed: seed,
      failures: history.machine.failures,
      digest: history.digest.value,
      story: history.machine.story,
      runs: history.runs,
      starts: history.starts,
      judged: history.ledger.judged,
      needless: history.ledger.needless
    )
  }

  private mutating func play() {
    machine.disk.setGranularity(machine.pick([1, 1_000_000, 4_000_000, 10_000_000, 2_000_000_000]))
    // Some outputs lie on a disk of their own, so that nothing can be moved from there into the state folder.
    if machine.happens(10) { machine.disk.mount(Path("deep")) }
    while (try? session().open()) == nil { spec = generator.make() }
    if host.isCluster { machine.tell("scripts are jobs of a cluster") }
    for stage in spec.stages { machine.tell("declares \(stage.described)") }
    for path in SpecGenerator.sources { user.writeSource(path) }
    writeMissingSources()
    let count = machine.number(3...12)
    for _ in 0..<count where machine.failures.isEmpty {
      step()
      settleStep()
    }
    if machine.failures.isEmpty { finish() }
    digest.add(UInt64(starts))
  }

  /// The scripts and the sources of stages that have come since.
  mutating func writeMissingSources() {
    for stage in spec.stages {
      let own = stage.rewritten.map { [$0] } ?? []
      for path in (stage.isCommand ? [] : [stage.script]) + own
      where !user.sources.contains(path) {
        user.writeSource(path)
      }
    }
  }

  /// Writes every input that is not there and that no stage makes.
  private func writeMissingInputs() {
    for stage in spec.stages {
      for pattern in stage.inputs.map({ Pattern($0) }) where !isMade(pattern, but: stage) {
        guard pattern.kind != .file else {
          if machine.disk.text(of: Path(pattern.base)) == nil { user.writeSource(pattern.base) }
          continue
        }
        let found = machine.disk.paths(in: Path(pattern.base)).map(\.text)
        let left = (stage.outputs + stage.except).map { Pattern($0) }
        let isThere = found.contains { path in
          pattern.matches(path) && !left.contains { $0.matches(path) }
        }
        if !isThere { user.writeSource(pattern.base + "/given") }
      }
    }
  }

  /// Whether some other stage makes what a pattern names.
  private func isMade(_ pattern: Pattern, but stage: StageSpec) -> Bool {
    spec.stages.contains { other in
      other.id != stage.id && other.outputs.contains { pattern.overlaps(Pattern($0)) }
    }
  }

  /// Checks what must hold after every step, and adds the disk to the digest.
  private mutating func settleStep() {
    user.checkSources(rewritten: Set(spec.stages.compactMap(\.rewritten)).union(rewritten))
    user.checkHandWork()
    if machine.failures.isEmpty { checkVerdicts() }
    for path in machine.disk.paths() {
      digest.add(path.text)
      digest.add(machine.disk.text(of: path) ?? "")
      digest.add(UInt64(bitPattern: machine.disk.state(of: path).stamp?.modified ?? 0))
    }
  }

  /// Sources that some script rewrites, or has rewritten.
  private var rewritten: Set<String> { Set(user.sources.filter { $0.hasPrefix("own/") }) }

  /// The last steps of every history: a run that nothing disturbs makes all good, and another does nothing.
  private mutating func finish() {
    machine.tell("finish: everything that is missing is written, then nothing disturbs")
    user.restoreAll()
    writeMissingInputs()
    machine.pass(Int64(machine.number(0...3)) * 1_000_000_000)
    var order = RunOrder()
    order.jobs = machine.number(1...4)
    var hasSucceeded = run(order, Disturbance())
    // What an earlier run had submitted may have failed, or gone by what is no longer there.
    for _ in 0..<3 where host.isCluster && (!hasSucceeded || !host.attached.isEmpty) {
      hasSucceeded = run(order, Disturbance())
    }
    // What was taken as it is, as by Make's rule, may be a part of an output folder only.
    if !hasSucceeded, !ledger.taken.isEmpty || isBlank {
      order.isForced = true
      hasSucceeded = run(order, Disturbance())
    }
    if !hasSucceeded { machine.fail("a run that nothing disturbs does not succeed") }
    settleStep()
    if machine.failures.isEmpty { checkRest() }
    settleStep()
    if !host.alive.isEmpty { machine.fail("\(host.alive) are forgotten, and alive") }
    let aside = machine.disk.paths().map(\.text).filter { $0.contains(".pipeline/aside/") }
    if !aside.isEmpty, !mayHaveLostNotes { machine.fail("something is still aside: \(aside)") }
  }

  /// Checks that after a run which did everything another does nothing.
  mutating func checkRest() {
    let restless = spec.restless
    machine.tell("once more")
    var order = RunOrder()
    order.jobs = 1
    _ = run(order, Disturbance())
    let idle = host.starts.filter { start in
      spec.stage(named: start.stage).map { !restless.contains($0.id) } ?? true
    }
    if !idle.isEmpty { machine.fail("a second run starts \(idle.map(\.stage))") }
  }

  // MARK: What is to be seen

  /// All files but those of `.pipeline`.
  func look() -> [String: Ledger.File] {
    var files: [String: Ledger.File] = [:]
    for path in machine.disk.paths() where !path.isInside(Path(".pipeline")) {
      files[path.text] = Ledger.File(
        text: machine.disk.text(of: path) ?? "",
        modified: machine.disk.state(of: path).stamp?.modified ?? 0
      )
    }
    return files
  }

  /// Of every stage that the plan calls up to date, the outputs are those of a clean build.
  mutating func checkVerdicts() {
    let verdicts: [String: Plan.Verdict]
    do {
      verdicts = try self.verdicts(withSnapshot: true)
      if machine.happens(40), try self.verdicts(withSnapshot: false) != verdicts {
        machine.fail("with the snapshot the plan is \(verdicts), without it it is another")
      }
      // Make's rule goes by times alone, as the manual says.
      if isBlank { return }
    } catch {
      return machine.fail("the plan cannot be made: \(error)")
    }
    let disk = look().mapValues(\.text)
    let environment = environment
    let clean = CleanBuild(spec, disk: disk, taken: ledger.taken) { environment[$0] }
    for stage in spec.stages where verdicts[stage.name] == .upToDate {
      if ledger.isBehindUpstream(stage, spec) {
        machine.fail("`\(stage.name)` is up to date, and a stage before it has run again")
      }
      if ledger.taken.contains(stage.id) { continue }
      let found = CleanBuild.outputs(of: stage, in: disk)
      if let wanted = clean.results[stage.id], wanted != found {
        machine.fail("`\(stage.name)` is up to date with \(found), a clean build makes \(wanted)")
      }
    }
  }
}

extension StageSpec {
  /// The declaration in a line, for the account of a history.
  var described: String {
    var words = ["`\(name)` reads \(inputs)"]
    if !except.isEmpty { words.append("except \(except)") }
    words.append("makes \(outputs)")
    if !upstream.isEmpty { words.append("after \(upstream)") }
    if isCommand { words.append("by a command") }
    if !variables.isEmpty { words.append("with \(variables)") }
    if usesParameter { words.append("with the parameter") }
    if let retries { words.append("retries \(retries)") }
    if let onFailure { words.append("on failure \(onFailure)") }
    if let staleness { words.append("by \(staleness)") }
    if let rewritten { words.append("rewrites \(rewritten)") }
    return words.joined(separator: ", ")
  }
}
