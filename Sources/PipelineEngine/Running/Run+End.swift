internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// How an attempt ends: what it left is looked at, recorded and told.
extension Run {
  /// Notes that the scripts of an attempt have ended, and looks at what they left.
  mutating func noteEnd(_ index: Int, _ end: AttemptEnd, _ usage: ResourceUsage) {
    guard live[index] != nil else { return }
    drain(index)
    follower.end(name(index))
    observer.forget()
    seenSince = nil
    // What is there now counts: while files are read somebody may change them.
    let after = observer.observe(index, histories: store.memory.histories)
    let ended = LiveAttempt.Ended(end: end, usage: usage, after: after, time: clock.steady)
    live[index]?.ended = ended
    finish(index)
  }

  /// Ends an attempt whose scripts have ended, once all that it takes is known.
  mutating func finish(_ index: Int) {
    guard let attempt = live[index], let ended = attempt.ended else { return }
    var after = ended.after
    after.takeDigests(observer.digests.digest)
    let end = ended.end.isSuccess ? judgeOutputs(of: index, after) : ended.end
    if end.isSuccess, awaitsContents(toRecord: index, attempt.observation, after) { return }
    live[index] = nil
    let duration = ended.time - attempt.started
    var undone: Event.AttemptSummary.Undone?
    if end.isSuccess {
      record(index, attempt, after, duration: duration, ended.usage)
      discardAside(index)
    } else {
      undone = noteFailure(index, end, hasStarted: end.hasStartedScript)
    }
    let summary = Event.AttemptSummary(
      stage: name(index),
      number: attempt.attempt.number,
      start: attempt.start,
      duration: duration,
      end: end,
      reasons: attempt.reasons,
      commands: attempt.commands,
      log: attempt.log.text,
      usage: ended.usage,
      decision: decision(after: end, of: index, number: attempt.attempt.number),
      undone: undone
    )
    trails[index]?.last = summary
    journal.tell(.attemptFinished(summary))
    if case .again(let wait) = summary.decision {
      delays[index] = clock.steady + wait
      schedule.move(index, to: .retrying)
      return
    }
    let leftOutputs = end.isSuccess && after.leftOutputs(of: attempt.observation)
    tellFinished(index, summary, leftOutputs: leftOutputs)
    settle(index, end)
  }

  private mutating func settle(_ index: Int, _ end: AttemptEnd) {
    switch end {
    case .succeeded:
      ran.insert(index)
      schedule.move(index, to: .succeeded)
    case .stopped: schedule.move(index, to: .cancelled)
    default: fail(index)
    }
  }

  private func decision(after end: AttemptEnd, of index: Int, number: Int) -> RetryDecision? {
    RetryPolicy.decision(
      workspace.defaults.retry(of: workspace.graph.nodes[index].stage),
      after: end,
      attempt: number,
      chance: RetryPolicy.chance(run: id, stage: name(index), attempt: number),
      isEnding: schedule.isDraining || journal.fault != nil
    )
  }

  /// Tells the end of a stage: that of its last attempt.
  mutating func tellFinished(
    _ index: Int,
    _ last: Event.AttemptSummary,
    leftOutputs: Bool = false
  ) {
    if !last.end.isSuccess, last.end != .stopped, let log = last.log {
      journal.reporter.tail(workspace.files.tail(of: Path(log), count: 8192), of: name(index))
    }
    let trail = trails.removeValue(forKey: index)
    journal.tell(
      .stageFinished(
        Event.StageSummary(
          last: last,
          start: trail?.start ?? last.start,
          duration: trail.map { clock.steady - $0.started } ?? last.duration,
          leftOutputs: leftOutputs
        )
      )
    )
  }

  mutating func noteSuccess(_ index: Int, _ record: Record) {
    do throws(SystemFault) {
      try store.succeed(name(index), record: record)
    } catch {
      journal.note(error)
    }
  }

  /// Undoes what the attempt did to the outputs, and notes that it failed.
  @discardableResult
  mutating func noteFailure(
    _ index: Int,
    _ end: AttemptEnd,
    hasStarted: Bool
  ) -> Event.AttemptSummary.Undone? {
    let (isSettled, undone) = undoAttempt(index, hasStarted: hasStarted)
    do throws(SystemFault) {
      try store.fail(name(index), end: end, isUndone: isSettled)
    } catch {
      journal.note(error)
    }
    return undone
  }

  /// Exit 0 with an output missing is a failure that names the output.
  private func judgeOutputs(of index: Int, _ after: Observation) -> AttemptEnd {
    var missing: [String] = []
    let declared = workspace.graph.nodes[index].distinctOutputs
    for (output, file) in zip(declared, after.outputs).flatMap({ pair in
      pair.1.files.map { (pair.0, $0) }
    }) {
      switch file.state {
      case .present(let stamp):
        // What stands at the declared path itself must be what was declared; a link may lead there.
        let wanted: Stamp.Kind = output.kind == .folder ? .folder : .file
        if file.path == output.path, stamp.kind != wanted {
          return .outputOfOtherKind(file.path.text, stamp.kind)
        }
      case .missing: missing.append(file.path.text)
      case .unreadable(let fault): return .systemFailed(fault, path: file.path.text)
      }
    }
    return missing.isEmpty ? .succeeded : .outputsMissing(missing)
  }

  private mutating func record(
    _ index: Int,
    _ attempt: LiveAttempt,
    _ after: Observation,
    duration: Double,
    _ usage: ResourceUsage
  ) {
    var before = attempt.observation
    before.takeDigests(observer.digests.digest)
    let changed = before.pathsThatDiffer(from: after)
    let record = Record(
      run: id,
      recipe: before.recipe,
      scripts: before.scripts,
      inputs: before.inputs,
      outputs: after.outputs,
      upstream: before.upstream.compactMapValues { $0 },
      changedMeanwhile: changed,
      duration: duration,
      peakMemory: usage.peakMemory,
      formerOutputs: formerOutputs(of: index)
    )
    let changedBefore = Set(store.memory.histories[name(index)]?.record?.changedMeanwhile ?? [])
    noteSuccess(index, record)
    if !changed.isEmpty { staleAtOnce.insert(index) }
    for path in changed {
      let again = changedBefore.contains(path)
      journal.tell(
        .warning(.inputChangedMeanwhile(stage: name(index), path: path.text, again: again))
      )
    }
  }

  /// What the stage made before, which it no longer declares and which is still there.
  private mutating func formerOutputs(of index: Int) -> [Path] {
    let before = store.memory.histories[name(index)]?.record
    let paths = before?.formerOutputs(apartFrom: workspace.graph.nodes[index].outputs) ?? []
    return paths.filter { observer.state(of: $0) != .missing }
  }
}
