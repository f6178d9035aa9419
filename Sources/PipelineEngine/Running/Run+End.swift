internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

extension Run {
  /// Notes that the scripts of an attempt have ended, and observes their outputs.
  mutating func noteEnd(
    _ stage: StageID,
    _ end: AttemptEnd,
    _ usage: ResourceUsage,
    at time: Int64?
  ) {
    guard attempts[stage]?.ended == nil else { return }
    // The report of the start may be lost or late.
    begin(stage, host: "", at: nil)
    attempts.drainAll(stage, to: &ledger)
    // The record describes the outputs as they are now, because they could change while they are hashed.
    let after = judge.lookAgain(at: stage, ledger.histories)
    let ended = LiveAttempt.Ended(
      end: end,
      usage: usage,
      after: after,
      time: attempts.steadyTime(at: time, of: attempts[stage])
    )
    attempts.note(ended, of: stage)
    finish(stage)
  }

  /// Finishes an attempt whose scripts have ended, once all digests for its record are known.
  mutating func finish(_ stage: StageID) {
    guard let attempt = attempts[stage], let ended = attempt.ended else { return }
    var (before, after) = (attempt.observation, ended.after)
    before.takeDigests(judge.digests.digest)
    after.takeDigests(judge.digests.digest)
    let end = ended.end.isSuccess ? verdict(on: attempt, after) : ended.end
    if end.isSuccess, outcome.signal == nil,
      contents.mustRead(toRecord: stage, before, after, ledger)
    {
      return
    }
    attempts.end(stage)
    var undone: Event.AttemptSummary.Undone?
    if end.isSuccess {
      record(attempt, before, after, ended)
      outputs.discardAside(stage, &ledger)
    } else {
      undone = noteFailure(stage, end, hasStarted: end.hasStartedScript)
    }
    let summary = summary(of: attempt, ended, end, undone)
    attempts.note(summary, of: stage)
    warnOfMemory(stage, ended.usage)
    ledger.tell(.attemptFinished(summary))
    settle(stage, attempt, summary, made: end.isSuccess ? (before, after) : nil)
  }

  private func verdict(on attempt: LiveAttempt, _ after: Observation) -> AttemptEnd {
    let node = context.graph.nodes[attempt.stage]
    let end = after.verdict(on: node)
    guard case .outputsMissing(let paths, _) = end else { return end }
    let missing = node.distinctOutputs.filter { paths.contains($0.text) }
    let start = attempt.start * 1_000_000
    let (files, graph) = (context.workspace.files, context.graph)
    let search = LookalikeSearch(files: files, graph: graph, start: start)
    return .outputsMissing(paths, similar: search.find(missing))
  }

  /// Ends a stage after an attempt, or lets it wait for another attempt or another judgement.
  private mutating func settle(
    _ stage: StageID,
    _ attempt: LiveAttempt,
    _ summary: Event.AttemptSummary,
    made: (Observation, Observation)?
  ) {
    if attempt.isOutdated {
      // The stage is judged by the files that the attempt of the earlier run left.
      attempts.forget(stage)
      return schedule.judgeAgain(stage)
    }
    // If somebody stopped a job of an earlier run, its stage gets another attempt without a delay.
    let isInterrupted =
      summary.end == .stopped && !schedule.isDraining && attempt.attempt.run != context.id
    if let wait = isInterrupted ? 0 : summary.decision?.delay {
      attempts.delay(stage, by: wait)
      schedule.move(stage, to: .retrying)
      return
    }
    tellFinished(stage, summary, made: made)
    switch summary.end {
    case .succeeded: schedule.move(stage, to: .succeeded)
    case .stopped where schedule.isDraining: schedule.move(stage, to: .cancelled)
    // This run did not stop the attempt. So the stage fails, otherwise its dependents would wait forever.
    default: fail(stage)
    }
  }

  private func summary(
    of attempt: LiveAttempt,
    _ ended: LiveAttempt.Ended,
    _ end: AttemptEnd,
    _ undone: Event.AttemptSummary.Undone?
  ) -> Event.AttemptSummary {
    let stage = context.graph.nodes[attempt.stage].stage
    let number = attempt.attempt.number
    var summary = Event.AttemptSummary()
    (summary.stage, summary.number) = (stage.name, number)
    (summary.start, summary.duration) = (attempt.start, attempt.duration(to: ended))
    (summary.end, summary.reasons, summary.commands) = (end, attempt.reasons, attempt.commands)
    (summary.log, summary.usage, summary.undone) = (attempt.log.text, ended.usage, undone)
    summary.decision = RetryPolicy.decision(
      attempt.isOutdated ? nil : context.workspace.defaults.retry(of: stage),
      after: end,
      attempt: number,
      chance: RetryPolicy.chance(run: context.id, stage: stage.name, attempt: number),
      isEnding: schedule.isStopping || ledger.isFaulty
    )
    return summary
  }

  /// Fails a stage whose attempt could not start.
  mutating func refuse(_ order: AttemptStart.Order, _ end: AttemptEnd) {
    let (stage, name) = (order.stage, context.name(order.stage))
    // If the start was not recorded, the stage's history is still valid.
    if case .started = ledger.histories[name]?.lastAttempt {
      noteFailure(stage, end, hasStarted: false)
    } else {
      outputs.takeBack(stage, &ledger)
    }
    var summary = Event.AttemptSummary()
    (summary.stage, summary.number) = (name, order.number - 1)
    (summary.start, summary.end, summary.reasons) = (context.clock.wall, end, order.reasons)
    tellFinished(stage, summary)
    fail(stage)
  }

  /// Reports the end of a stage; `made` has the observations of a successful last attempt, nil otherwise.
  mutating func tellFinished(
    _ stage: StageID,
    _ last: Event.AttemptSummary,
    made: (before: Observation, after: Observation)? = nil
  ) {
    if !last.end.isSuccess, last.end != .stopped, let log = last.log {
      let tail = context.workspace.files.tail(of: Path(log), count: 8192)
      ledger.report { $0.tail(tail, of: last.stage) }
    }
    var summary = attempts.close(stage, last)
    if let made {
      summary.leftOutputs = made.after.leftOutputs(of: made.before)
      summary.setOutputs(made.after.outputFiles(since: made.before))
    }
    ledger.tell(.stageFinished(summary))
  }

  @discardableResult
  private mutating func noteFailure(
    _ stage: StageID,
    _ end: AttemptEnd,
    hasStarted: Bool
  ) -> Event.AttemptSummary.Undone? {
    judge.forget()
    let (isSettled, undone) = outputs.undo(stage, hasStarted: hasStarted, &ledger)
    ledger.fail(context.name(stage), end: end, isUndone: isSettled)
    return undone
  }

  private mutating func record(
    _ attempt: LiveAttempt,
    _ before: Observation,
    _ after: Observation,
    _ ended: LiveAttempt.Ended
  ) {
    let stage = attempt.stage
    let name = context.name(stage)
    let earlier = ledger.histories[name]?.record
    let changed = before.pathsThatDiffer(from: after)
    // Names the run that submitted the attempt, because a success settles only that run's undo note.
    var record = before.record(of: attempt.attempt.run, outputs: after.outputs)
    record.changedMeanwhile = changed
    record.duration = attempt.isTimed ? attempt.duration(to: ended) : nil
    record.peakMemory = ended.usage.peakMemory
    // Outputs that the stage made earlier and no longer declares, if they still exist.
    record.formerOutputs =
      (earlier?.formerOutputs(apartFrom: context.graph.nodes[stage].outputs) ?? [])
      .filter { judge.state(of: $0) != .missing }
    record.madeLinks = context.graph.nodes[stage].outputs.map(\.path).filter { path in
      // A link that was there before the attempt is the user's, unless a script has made it earlier.
      after.outputs.isLink(path)
        && (!before.outputs.isLink(path) || earlier?.madeLinks.contains(path) == true)
    }
    ledger.succeed(name, record: record)
    if !changed.isEmpty { outcome.staleAtOnce.insert(stage) }
    for path in changed {
      let again = earlier?.changedMeanwhile.contains(path) ?? false
      ledger.tell(.warning(.inputChangedMeanwhile(stage: name, path: path.text, again: again)))
    }
  }
}

extension [FileSet] {
  fileprivate func isLink(_ path: Path) -> Bool {
    contains { $0.files.contains { $0.path == path && $0.state.stamp?.link != nil } }
  }
}

extension Observation {
  /// Decides by its outputs how an attempt ended, after all its scripts exited with 0.
  fileprivate func verdict(on node: Graph.Node) -> AttemptEnd {
    var missing: [String] = []
    for (output, set) in zip(node.distinctOutputs, outputs) {
      for file in set.files {
        switch file.state {
        case .present(let stamp):
          // The file at the declared path must have the declared kind; a link to such a file is valid.
          let wanted: Stamp.Kind = output.kind == .folder ? .folder : .file
          if file.path == output.path, stamp.kind != wanted {
            return .outputOfOtherKind(file.path.text, stamp.kind)
          }
        case .missing: missing.append(file.path == output.path ? output.text : file.path.text)
        case .unreadable(let fault): return .systemFailed(fault, path: file.path.text)
        }
      }
    }
    if !missing.isEmpty { return .outputsMissing(missing) }
    let empty = node.emptyOutputs(outputs).map(\.text)
    return empty.isEmpty ? .succeeded : .outputsEmpty(empty)
  }
}
