import PipelineEngine
import PipelinePlanning
import PipelineTestSupport
import Synchronization

/// How a simulated script ends.
enum ScriptEnd: Equatable, Sendable {
  case succeeded
  case exited(Int32)
  case killed(Int32)
  case timedOut
  case notStarted
  case stopped
  /// The cluster has lost the job.
  case vanished
}

/// What a script does beside its work, in percent of the attempts.
struct Mood: Sendable {
  var failing = 0
  var leavingHalf = 0
  var forgettingOutput = 0
  var resisting = 0
  /// Jobs that the cluster loses.
  var vanishing = 0
}

/// Runs the scripts of a history, each a list of actions at times of their own, and knows who writes what.
final class ScriptHost: Sendable {
  /// An attempt, as the engine hands it over.
  struct Job: Sendable {
    var stage: String
    var number: Int
    /// The words that the scripts are started with, and the variables that the stage declares.
    var told: [String]
    var run: String
    /// The file that takes what the scripts print.
    var log: String
  }

  /// A script that is alive.
  struct Live: Sendable {
    var id: Int
    var job: Job
    var stage: StageSpec
    var end: ScriptEnd
    var isResisting: Bool
    /// Whether no runner hears of it.
    var isOrphan = false
    var read: [PureWork.Read] = []
    /// What becomes of it as a job of the cluster.
    var fate = ClusterFate()
    var report: @Sendable (AttemptReport) -> Void
  }

  /// An attempt and how its script ended.
  struct Ended: Equatable, Sendable {
    var stage: String
    var number: Int
    var end: ScriptEnd
  }

  struct State {
    var spec = PipelineSpec()
    var mood = Mood()
    var order = RunOrder()
    var count = 0
    var live: [Live] = []
    var unheard: [@Sendable (AttemptReport) -> Void] = []
    var starts: [Job] = []
    var ends: [Ended] = []
    var cluster = ClusterMemory()
  }

  let machine: Machine
  /// Whether scripts are jobs of a cluster, which go on when the runner dies.
  let isCluster: Bool
  let state = Mutex(State())
  var disk: VirtualFileSystem { machine.disk }

  init(machine: Machine, isCluster: Bool) {
    self.machine = machine
    self.isCluster = isCluster
  }

  /// The attempts that the runner's process has started, in order.
  var starts: [Job] { state.withLock { $0.starts } }
  /// The ends that it was told, in order.
  var ends: [Ended] { state.withLock { $0.ends } }
  /// The stages whose script is alive.
  var alive: [String] { state.withLock { $0.live.map(\.job.stage) } }

  /// Prepares for a process of the runner.
  func prepare(_ spec: PipelineSpec, mood: Mood, order: RunOrder = RunOrder()) {
    state.withLock { state in
      state.spec = spec
      state.mood = mood
      state.order = order
      state.starts = []
      state.ends = []
      state.cluster.attached = []
      state.cluster.changes = machine.changes
      // The process that heard of them is gone.
      for place in state.live.indices { state.live[place].isOrphan = true }
    }
  }

  /// Whether a script that is alive writes a file.
  func isWriting(_ path: String) -> Bool {
    state.withLock { state in
      state.live.contains { $0.stage.outputs.contains { Pattern($0).matches(path) } }
    }
  }

  /// Starts the script of an attempt.
  func start(_ job: Job, report: @escaping @Sendable (AttemptReport) -> Void) {
    if machine.isRunnerDead { return state.withLock { $0.unheard.append(report) } }
    let (spec, mood) = state.withLock { ($0.spec, $0.mood) }
    guard let stage = spec.stage(named: job.stage) else {
      return machine.fail("`\(job.stage)` was started, and the manifest does not have it")
    }
    check(job, stage)
    if isCluster { checkIsNews(job, stage) }
    disk.write("", to: Path(job.log))
    let end = chooseEnd(of: stage, mood)
    let fate = isCluster ? chooseFate() : ClusterFate()
    let isResisting = machine.happens(mood.resisting)
    let id = state.withLock { state in
      state.count += 1
      let live = Live(
        id: state.count,
        job: job,
        stage: stage,
        end: end,
        isResisting: isResisting,
        fate: fate,
        report: report
      )
      state.starts.append(job)
      state.live.append(live)
      return live.id
    }
    machine.tell("  starts `\(job.stage)`, attempt \(job.number), which will end: \(end)")
    guard isCluster else { return schedule(id, stage, end, mood) }
    enqueue(id) { [self] in schedule(id, stage, end, mood) }
  }

  private func chooseEnd(of stage: StageSpec, _ mood: Mood) -> ScriptEnd {
    if isCluster, machine.happens(mood.vanishing) { return .vanished }
    guard machine.happens(mood.failing) else { return .succeeded }
    return machine.pick([.exited(1), .exited(1), .exited(3), .killed(9), .timedOut, .notStarted])
  }

  /// Checks what must hold whenever a script starts.
  private func check(_ job: Job, _ stage: StageSpec) {
    let (live, jobs) = state.withLock { ($0.live, $0.order.jobs ?? 1) }
    for other in live {
      let isShared = other.stage.outputs.contains { output in
        stage.outputs.contains { Pattern($0).overlaps(Pattern(output)) }
      }
      if isShared || other.stage.id == stage.id {
        machine.fail(
          "`\(job.stage)` was started while `\(other.job.stage)` of run \(other.job.run) writes its outputs"
        )
      }
    }
    // Those of an earlier run were begun by the room that there was then.
    let others = live.filter { $0.job.run == job.run }
    if others.count >= jobs { machine.fail("more than \(jobs) scripts run at once") }
    if let name = stage.exclusive, others.contains(where: { $0.stage.exclusive == name }) {
      machine.fail("two scripts have `\(name)` at once")
    }
    let tokens = others.reduce(stage.tokens ?? 0) { $0 + ($1.stage.tokens ?? 0) }
    if tokens > PipelineSpec.tokenLimit { machine.fail("\(tokens) tokens are taken at once") }
  }

  /// Puts the actions of a script into the queue.
  private func schedule(_ id: Int, _ stage: StageSpec, _ end: ScriptEnd, _ mood: Mood) {
    var time: Int64 = 0
    func later(_ body: @escaping @Sendable (ScriptHost, Live) -> Void) {
      time += machine.delay()
      machine.after(time, isRunners: false) { [self] in
        if let live = live(id) { body(self, live) }
      }
    }
    if end != .notStarted {
      later { $0.read($1) }
      let isHalf = end != .succeeded && machine.happens(mood.leavingHalf)
      let forgotten = end == .succeeded && machine.happens(mood.forgettingOutput) ? 0 : -1
      for number in stage.outputs.indices {
        // One that ends with 0 and leaves an old output would be taken at its word.
        if number == forgotten, Pattern(stage.outputs[number]).kind == .file {
          later { $0.forget(number, of: $1) }
          continue
        }
        if isHalf || machine.happens(30) { later { $0.writeHalf(number, of: $1) } }
        if end == .succeeded { later { $0.write(number, of: $1) } }
      }
      if let path = stage.rewritten { later { host, _ in host.rewrite(path) } }
    }
    later { $0.end($1, $1.end) }
  }

  func live(_ id: Int) -> Live? {
    state.withLock { state in state.live.first { $0.id == id } }
  }

  private func read(_ live: Live) {
    let disk = disk
    let files = PureWork.Files(
      text: { disk.text(of: Path($0)) },
      inside: { folder in
        disk.paths(in: Path(folder)).map(\.text)
      }
    )
    let read = PureWork.read(live.stage, files)
    state.withLock { state in
      guard let place = state.live.firstIndex(where: { $0.id == live.id }) else { return }
      state.live[place].read = read
      // No script does its work without what it reads.
      if read.contains(where: { $0.text == nil }), live.end == .succeeded {
        state.live[place].end = .exited(2)
      }
    }
    machine.tell(
      "  `\(live.job.stage)` reads \(read.map { "\($0.path): \($0.text ?? "missing")" })"
    )
  }

  private func writeHalf(_ number: Int, of live: Live) {
    let pattern = Pattern(live.stage.outputs[number])
    empty(pattern)
    let path = pattern.kind == .folder ? pattern.base + "/part-0" : pattern.base
    disk.write("half of \(live.job.run)", to: Path(path))
    machine.tell("  `\(live.job.stage)` writes the half of \(path)")
  }

  private func write(_ number: Int, of live: Live) {
    if live.end != .succeeded { return }
    let pattern = Pattern(live.stage.outputs[number])
    empty(pattern)
    for (path, text) in PureWork.results(live.stage, told: live.job.told, read: live.read)
    where pattern.matches(path) {
      disk.write(text, to: Path(path))
      machine.tell("  `\(live.job.stage)` writes \(path): \(text)")
    }
  }

  private func forget(_ number: Int, of live: Live) {
    disk.erase(Path(live.stage.outputs[number]))
    machine.tell("  `\(live.job.stage)` removes \(live.stage.outputs[number])")
  }

  private func empty(_ pattern: Pattern) {
    guard pattern.kind == .folder else { return }
    for path in disk.paths(in: Path(pattern.base)) { disk.erase(path) }
  }

  private func rewrite(_ path: String) {
    guard let text = disk.text(of: Path(path)) else { return }
    disk.write(PureWork.rewritten(text), to: Path(path))
  }

  func end(_ live: Live, _ end: ScriptEnd) {
    if isCluster { noteEnd(live, end) }
    state.withLock { state in
      state.live.removeAll { $0.id == live.id }
      guard !live.isOrphan else { return }
      state.ends.append(Ended(stage: live.job.stage, number: live.job.number, end: end))
    }
    machine.tell("  `\(live.job.stage)` ends: \(end)\(live.isOrphan ? ", heard by nobody" : "")")
    guard !live.isOrphan else { return }
    live.report(.ended(end.attemptEnd, ResourceUsage()))
    if isCluster { repeatAnswers(of: live, end) }
  }

  /// Ends the scripts of the run: those that resist only where it is to be at once.
  ///
  /// - Parameters:
  ///   - atOnce: Whether scripts that resist end, too.
  ///   - isMeant: Whether a job is in the scope of the stop.
  func stop(atOnce: Bool, where isMeant: (Job) -> Bool = { _ in true }) {
    machine.tell("  stops the scripts\(atOnce ? " at once" : "")")
    let live = state.withLock { state in state.live.filter { !$0.isOrphan && isMeant($0.job) } }
    for script in live where atOnce || !script.isResisting {
      machine.after(machine.delay(), isRunners: false) { [self] in
        if let live = self.live(script.id) { end(live, .stopped) }
      }
    }
  }

  /// The runner's process has died: its scripts die with it, or live on, as jobs of a cluster do.
  func abandon(areSurviving: Bool) {
    let reports = state.withLock { state in
      let reports = state.unheard + state.live.filter { !$0.isOrphan }.map(\.report)
      state.unheard = []
      if !areSurviving, !isCluster { state.live.removeAll { !$0.isOrphan } }
      for place in state.live.indices { state.live[place].isOrphan = true }
      return reports
    }
    // The loop of the dead process must come to its end, and nothing of that reaches the disk.
    for report in reports { report(.ended(.stopped, ResourceUsage())) }
  }

  /// Ends scripts of which no runner hears, and says of which stages.
  func endOrphans(where isMeant: (Job) -> Bool) -> [String] {
    let ended = state.withLock { state in
      let ended = state.live.filter { $0.isOrphan && isMeant($0.job) }
      state.live.removeAll { live in ended.contains { $0.id == live.id } }
      return ended
    }
    if isCluster { for live in ended { noteEnd(live, .stopped) } }
    return ended.map(\.job.stage)
  }
}
