internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// `pipeline log --output`: prints what a stage has printed.
struct OutputPrinter {
  private let session: Session
  private let root: PathResolver

  init(session: Session, root: PathResolver) {
    self.session = session
    self.root = root
  }

  /// Prints the last attempt, or all attempts of a run.
  func print(_ stage: String, of run: String?, isJSON: Bool) throws(CommandFailure) -> Int32 {
    let attempts = try attempts(of: stage, run)
    guard let last = attempts.last else {
      return session.tellNoHistory(
        LogRequest(subject: .output(stage: stage, run: run, isFollowed: false), isJSON: isJSON)
      )
    }
    let begun = attempts.filter { $0.log != nil }
    if begun.isEmpty {
      throw session.failure(.noOutput(stage: stage, end: last.end?.text ?? ""))
    }
    if isJSON {
      var outputs: [(AttemptEvents, [UInt8])] = []
      for attempt in begun {
        var bytes: [UInt8] = []
        var file = AttemptOutput(try open(attempt))
        try read(&file, attempt) { bytes += $0 }
        outputs.append((attempt, bytes))
      }
      session.output.write(AttemptEvents.text(outputs: outputs))
      return ExitStatus.done
    }
    let show = OutputShow(session)
    for attempt in begun {
      if begun.count > 1 { show.separate(attempt) }
      var file = AttemptOutput(try open(attempt))
      try read(&file, attempt) { show.write($0) }
      show.finish()
    }
    return ExitStatus.done
  }

  /// Prints the attempts of a stage in the run that goes on, as they print; else the last one.
  func follow(_ stage: String) throws(CommandFailure) -> Int32 {
    let look = try session.look(at: root)
    guard look.current != nil else { return try print(stage, of: nil, isJSON: false) }
    let show = OutputShow(session)
    var current: (attempt: AttemptEvents, output: AttemptOutput)?
    var hasStarted = false
    var isDone = false
    let drain = { () throws(CommandFailure) in
      guard var live = current else { return }
      try read(&live.output, live.attempt) { show.write($0) }
      current = live
    }
    _ = try LogFollower(session: session, root: root).follow(
      from: look,
      idle: { () throws(CommandFailure) -> Bool in
        try drain()
        return isDone
      },
      take: { line throws(CommandFailure) -> LogLine? in
        guard let entry = LogLine(line) else { return nil }
        switch entry.event {
        case .attemptStarted(let start) where start.stage == stage:
          let attempt = AttemptEvents(run: entry.run, begun: start)
          if attempt.number > 1 { show.separate(attempt) }
          hasStarted = true
          current = (attempt, AttemptOutput(try open(attempt)))
        case .attemptFinished(let attempt) where attempt.stage == stage:
          try drain()
          show.finish()
          current = nil
        case .stageFinished(let finished) where finished.stage == stage: isDone = true
        default: break
        }
        return entry
      }
    )
    try drain()
    show.finish()
    if !hasStarted {
      throw session.failure(.stageNotInRun(stage, run: look.current ?? "", stages: []))
    }
    return ExitStatus.done
  }

  /// The attempts that are asked for, the first first; none where there is no history at all.
  private func attempts(
    of stage: String,
    _ run: String?
  ) throws(CommandFailure) -> [AttemptEvents] {
    do throws(HistoryFault) {
      return try find(stage, run)
    } catch {
      throw session.failure(error)
    }
  }

  private func find(_ stage: String, _ run: String?) throws(HistoryFault) -> [AttemptEvents] {
    let opened = try reading { () throws(SystemFault) in try RunHistory(of: root) }
    guard var history = opened else { return [] }
    if let run {
      guard let found = try history.run(run) else { return [] }
      return try find(stage, in: found)
    }
    let last = try reading { () throws(SystemFault) in
      try history.attempts(last: 1) { $0 == stage }
    }
    if !last.isEmpty { return last }
    let names = try reading { () throws(SystemFault) in try history.stageNames() }
    if names.isEmpty { return [] }
    throw StagePattern(stage).fault(among: names)
  }

  private func find(
    _ stage: String,
    in run: RunEvents
  ) throws(HistoryFault) -> [AttemptEvents] {
    let attempts = run.attempts.filter { $0.stage == stage }
    if !attempts.isEmpty { return attempts }
    guard let told = run.stages.first(where: { $0.stage == stage }) else {
      let names = Set(run.attempts.map(\.stage)).sorted()
      throw .stageNotInRun(stage, run: run.id, stages: names)
    }
    return [AttemptEvents(run: run.id, lastOf: told)]
  }

  private func reading<Value>(
    _ body: () throws(SystemFault) -> Value
  ) throws(HistoryFault) -> Value {
    do {
      return try body()
    } catch {
      throw .unreadable(path: ".pipeline/log.jsonl", error)
    }
  }

  private func open(_ attempt: AttemptEvents) throws(CommandFailure) -> ReadFile {
    let path = attempt.log ?? ""
    // A log that came with a folder may say anything: only what a run has printed is read.
    let file = root.path(path)
    do throws(SystemFault) {
      if file.isInside(Workspace.runsFolder), let file = try ReadFile(root.absolute(file)) {
        return file
      }
    } catch {
      throw session.failure(.unreadable(path: path, error))
    }
    throw session.failure(.outputGone(stage: attempt.stage, path: path))
  }

  private func read(
    _ output: inout AttemptOutput,
    _ attempt: AttemptEvents,
    _ take: ([UInt8]) -> Void
  ) throws(CommandFailure) {
    do throws(SystemFault) {
      try output.read(take)
    } catch {
      throw session.failure(.unreadable(path: attempt.log ?? "", error))
    }
  }
}
