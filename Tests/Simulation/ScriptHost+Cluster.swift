import PipelineEngine
import PipelinePlanning
import PipelineTestSupport
import Synchronization

/// What the cluster tells of a job, and when.
struct ClusterFate: Sendable {
  var isPending = false
  /// The job exists, and the runner never hears of its handle.
  var losesHandle = false
  /// The start is never told.
  var losesStart = false
  var tellsStartLate = false
  var tellsEndTwice = false
  /// A second, contrary end is told after the first.
  var contradictsEnd = false
}

/// What the cluster remembers.
struct ClusterMemory: Sendable {
  /// A job that has ended.
  struct Ended: Sendable {
    var job: ScriptHost.Job
    var id: Int
    var end: ScriptEnd
  }

  /// What a job had before it when it was submitted, if it has succeeded.
  struct Success: Sendable {
    var told: [String]
    var read: [String: Int64]
    var changes: Int
  }

  var ended: [Ended] = []
  /// What was there when the last job of each stage was submitted.
  var submitted: [String: Success] = [:]
  /// The last job of each stage, where that has succeeded.
  var successes: [String: Success] = [:]
  /// The stages of which the runner's process has found a job of an earlier one.
  var attached: Set<String> = []
  /// How often the user had changed anything when the runner's process began.
  var changes = 0
}

/// The cluster: its jobs wait, run on without their runner, and what it tells of them may be late, lost or wrong.
extension ScriptHost {
  /// The stages of which the runner's process has found a job of an earlier one.
  var attached: Set<String> { state.withLock { $0.cluster.attached } }

  func chooseFate() -> ClusterFate {
    var fate = ClusterFate()
    fate.isPending = true
    fate.losesHandle = machine.happens(15)
    fate.losesStart = machine.happens(10)
    fate.tellsStartLate = machine.happens(10)
    fate.tellsEndTwice = machine.happens(10)
    fate.contradictsEnd = machine.happens(10)
    return fate
  }

  private func handle(_ id: Int) -> JobHandle { JobHandle("job-\(id)") }

  /// Tells that a job is in the queue, and lets it begin later.
  func enqueue(_ id: Int, begin: @escaping @Sendable () -> Void) {
    guard let live = live(id) else { return }
    if !live.fate.losesHandle { live.report(.submitted(handle(id))) }
    machine.after(machine.delay(), isRunners: false) { [self] in
      state.withLock { state in
        guard let place = state.live.firstIndex(where: { $0.id == id }) else { return }
        state.live[place].fate.isPending = false
      }
      guard let live = self.live(id) else { return }
      machine.tell("  `\(live.job.stage)` leaves the queue")
      if !live.isOrphan, !live.fate.losesStart {
        live.report(.began(host: "node-\(id)", time: disk.now / 1_000_000))
      }
      begin()
    }
  }

  /// What succeeded must not be submitted once more while nothing has changed.
  func checkIsNews(_ job: Job, _ stage: StageSpec) {
    let (spec, order, success, changes) = state.withLock { state in
      (state.spec, state.order, state.cluster.successes[job.stage], state.cluster.changes)
    }
    let files = PureWork.Files(
      text: { [disk] in disk.text(of: Path($0)) },
      inside: { [disk] folder in disk.paths(in: Path(folder)).map(\.text) }
    )
    var read: [String: Int64] = [:]
    for file in PureWork.read(stage, files) {
      read[file.path] = disk.state(of: Path(file.path)).stamp?.modified ?? -1
    }
    let now = ClusterMemory.Success(told: job.told, read: read, changes: changes)
    let isByFilesAlone = spec.upstream(of: stage).allSatisfy { spec.connects($0, stage) }
    if let success, !order.isForced, isByFilesAlone, !spec.restless.contains(stage.id),
      success.told == now.told, success.read == now.read, success.changes == machine.changes
    {
      machine.fail("`\(job.stage)` has succeeded, and is submitted again for nothing")
    }
    state.withLock { state in
      state.cluster.submitted[job.stage] = now
      state.cluster.successes[job.stage] = nil
    }
  }

  func noteEnd(_ live: Live, _ end: ScriptEnd) {
    let isWhole = live.stage.outputs.allSatisfy { output in
      let pattern = Pattern(output)
      return pattern.kind != .file || disk.text(of: Path(pattern.base)) != nil
    }
    state.withLock { state in
      state.cluster.ended.append(ClusterMemory.Ended(job: live.job, id: live.id, end: end))
      if end == .succeeded, isWhole {
        state.cluster.successes[live.job.stage] = state.cluster.submitted[live.job.stage]
      }
    }
  }

  /// What a cluster tells of a job that has ended long ago.
  func repeatAnswers(of live: Live, _ end: ScriptEnd) {
    func later(_ report: AttemptReport) {
      machine.after(machine.delay(), isRunners: true) { live.report(report) }
    }
    if live.fate.tellsStartLate { later(.began(host: "late", time: 0)) }
    if live.fate.tellsEndTwice { later(.ended(end.attemptEnd, ResourceUsage())) }
    if live.fate.contradictsEnd {
      let contrary = end == .succeeded ? ScriptEnd.exited(9) : .succeeded
      later(.ended(contrary.attemptEnd, ResourceUsage()))
    }
  }

  /// Finds the job of an attempt of an earlier run, by its handle, or else by its name.
  func attach(
    _ open: OpenAttempt,
    report: @escaping @Sendable (AttemptReport) -> Void
  ) -> RecoveredAttempt {
    let isIt: (Job, Int) -> Bool = { [self] job, id in
      if let wanted = open.handle { return handle(id) == wanted }
      return job.stage == open.stage && job.run == open.run && job.number == open.number
    }
    let (live, ended) = state.withLock { state -> (Live?, ClusterMemory.Ended?) in
      guard let place = state.live.firstIndex(where: { isIt($0.job, $0.id) }) else {
        return (nil, state.cluster.ended.first { isIt($0.job, $0.id) })
      }
      state.live[place].isOrphan = false
      state.live[place].report = report
      return (state.live[place], nil)
    }
    guard let id = live?.id ?? ended?.id, ended?.end != .vanished else { return .gone(nil) }
    if !open.mayGoOn {
      machine.tell(
        "  ends \(handle(id).text) of `\(open.stage)`, whose outputs are another stage's now"
      )
      if let live { end(live, .stopped) }
      return .gone(nil)
    }
    machine.tell("  finds \(handle(id).text) of `\(open.stage)`")
    state.withLock { _ = $0.cluster.attached.insert(open.stage) }
    report(.submitted(handle(id)))
    if let live, !live.fate.isPending {
      report(.began(host: "node-\(id)", time: disk.now / 1_000_000))
    }
    if let ended { report(.ended(ended.end.attemptEnd, ResourceUsage())) }
    return .attached
  }
}
