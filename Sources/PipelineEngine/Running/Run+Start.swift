internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// How an attempt begins: seen, noted as started, then started.
extension Run {
  /// Judges a stage by what is to be seen since the loop last waited.
  ///
  /// - Returns: Nil if the plan's word that it is up to date still stands; else what was seen, without
  ///   a reason if it is up to date.
  mutating func look(at index: Int) -> Seen? {
    let clock = clockBeforeSeeing()
    let (reasons, observation) = judge.judge(
      index,
      ran: ran,
      histories: store.memory.histories,
      observer: &observer
    )
    return observation.map { Seen(reasons: reasons, observation: $0, clock: clock) }
  }

  /// What the disk's clock said before anything was seen that still counts.
  ///
  /// Where it cannot be asked it never said anything, and what is seen must be seen again.
  mutating func clockBeforeSeeing() -> Int64 {
    if let seenSince { return seenSince }
    var clock = Int64.min
    do throws(SystemFault) {
      clock = try askClock()
    } catch {
      journal.note(error)
    }
    seenSince = clock
    return clock
  }

  private func askClock() throws(SystemFault) -> Int64 {
    try store.touch()
    return try store.lastWrite()
  }

  mutating func startStage(_ index: Int) {
    guard let found = seen[index] ?? look(at: index), !found.reasons.isEmpty else {
      // Became up to date while it waited for a place.
      journal.tell(.stageUpToDate(stage: name(index)))
      schedule.move(index, to: .upToDate)
      return
    }
    let number = nextNumber(of: index)
    let reasons = trails[index]?.reasons ?? found.reasons
    do throws(Prevented) {
      let live = try prepare(index, found, number: number, reasons: reasons)
      schedule.move(index, to: .running)
      self.live[index] = live
      if trails[index] == nil {
        trails[index] = AttemptTrail(reasons: reasons, start: live.start, started: live.started)
      }
      follower.follow(name(index), log: live.log)
      journal.tell(
        .attemptStarted(
          Event.AttemptStart(
            stage: name(index),
            number: live.attempt.number,
            time: live.start,
            reasons: reasons,
            log: live.log.text
          )
        )
      )
      let inbox = inbox
      runner.start(live.attempt) { inbox.send($0, of: index) }
      readContents(whileRunning: index)
    } catch {
      refuse(index, error.end, attempts: number - 1, reasons)
    }
  }

  /// An attempt could not even be begun: the stage has failed.
  private mutating func refuse(
    _ index: Int,
    _ end: AttemptEnd,
    attempts: Int,
    _ reasons: [Reason]
  ) {
    // Where not even the start was noted, what was known of the stage still holds.
    if case .started = store.memory.histories[name(index)]?.lastAttempt {
      noteFailure(index, end, hasStarted: false)
    } else {
      takeBackOutputs(index)
    }
    tellFinished(
      index,
      Event.AttemptSummary(
        stage: name(index),
        number: attempts,
        start: clock.wall,
        duration: 0,
        end: end,
        reasons: reasons
      )
    )
    fail(index)
  }

  /// The number of the attempt that a stage would begin now.
  func nextNumber(of index: Int) -> Int { (trails[index]?.last?.number ?? 0) + 1 }

  private mutating func prepare(
    _ index: Int,
    _ found: Seen,
    number: Int,
    reasons: [Reason]
  ) throws(Prevented) -> LiveAttempt {
    let node = workspace.graph.nodes[index]
    let folder = Workspace.runFolder(id)
    let log = Workspace.attemptLog(stage: node.stage.name, number: number, run: id)
    try at(folder) { () throws(SystemFault) in try workspace.files.makeFolder(folder) }
    // A further attempt finds what the first one has kept already.
    if number == 1 { try keepChangedOutputs(of: node, found.observation) }
    try setOutputsAside(index, number: number)
    for output in node.outputs {
      let needed = output.kind == .folder ? output.path : output.path.parent ?? .root
      try at(needed) { () throws(SystemFault) in try workspace.files.makeFolder(needed) }
    }
    let attempt = attempt(node, number: number, log: log)
    let settled = try settle(index, found)
    if let end = settled.missingInputs(of: node) { throw Prevented(end) }
    return LiveAttempt(
      attempt: attempt,
      reasons: reasons,
      observation: settled,
      commands: runner.commandLines(of: attempt),
      log: log,
      start: clock.wall,
      started: clock.steady,
      expectedMemory: schedule.expectedMemory(of: index)
    )
  }

  /// Notes the start, and sees what is read once the disk's clock has passed the newest of it.
  ///
  /// Otherwise a change in the same tick of that clock would leave the stamp as it is.
  private mutating func settle(
    _ index: Int,
    _ found: Seen
  ) throws(Prevented) -> Observation {
    do throws(SystemFault) {
      try store.begin(name(index), run: id)
      if found.observation.newestTime < found.clock { return found.observation }
      let (observation, isFromFuture) = try diskClock.settle(
        found.observation,
        by: \.newestTime,
        observe: {
          var observer = Observer(workspace: workspace, digests: self.observer.digests)
          return observer.observe(index, histories: store.memory.histories)
        }
      )
      if isFromFuture, let newest = observation.newestRead {
        journal.tell(.warning(.futureTime(stage: name(index), path: newest.path.text)))
      }
      return observation
    } catch {
      throw Prevented(error, at: RecordStore.path)
    }
  }

  /// The disk's clock, as the records' file shows it.
  var diskClock: DiskClock { DiskClock(file: store.clock, clock: clock) }

  /// Copies outputs that were changed by hand before they are overwritten, or moved aside with what is
  /// theirs.
  private mutating func keepChangedOutputs(
    of node: Graph.Node,
    _ now: Observation
  ) throws(Prevented) {
    let choice = workspace.onFailure(of: node.stage)
    let history = store.memory.histories[node.stage.name]
    // What is there after a failed attempt is what that made, unless the earlier outputs are back.
    guard history?.lastAttempt == .succeeded || choice != .keep else { return }
    let old = Dictionary(
      (history?.record?.outputs ?? []).flatMap(\.files).map { ($0.path, $0) },
      uniquingKeysWith: { $1 }
    )
    let kept = Workspace.stateFolder.appending("kept".utf8).appending(id.utf8)
    // A file may belong to two declared outputs.
    for file in Set(now.outputs.flatMap(\.files)).sorted(by: { $0.path < $1.path })
    where file.state.stamp?.kind == .file {
      // What the stage does not touch by itself is safe only where nothing is moved or removed.
      guard old[file.path].map({ !$0.isSame(as: file) }) ?? (choice != .keep) else { continue }
      let copy = kept.appending(file.path.bytes)
      try at(copy) { () throws(SystemFault) in try workspace.files.copy(file.path, to: copy) }
      journal.tell(
        .warning(
          .outputKept(stage: node.stage.name, path: file.path.text, copy: copy.text)
        )
      )
    }
  }

  private func attempt(_ node: Graph.Node, number: Int, log: Path) -> Attempt {
    let stage = node.stage
    var environment = workspace.environment(of: stage)
    environment["PIPELINE_RUN"] = id
    return Attempt(
      stage: stage.name,
      number: number,
      steps: workspace.steps(of: stage),
      environment: environment,
      timeLimit: workspace.timeLimit(of: stage),
      log: workspace.resolver.absolute(log).text,
      root: workspace.resolver.root.text
    )
  }

  private func at<Value>(
    _ path: Path,
    _ body: () throws(SystemFault) -> Value
  ) throws(Prevented) -> Value {
    do {
      return try body()
    } catch {
      throw Prevented(error, at: path)
    }
  }
}
