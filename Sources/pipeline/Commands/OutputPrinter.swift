internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// Performs `pipeline log --output`, which shows the printed output of a stage.
struct OutputPrinter {
  let session: Session
  let root: PathResolver

  /// Prints the output of the last attempt or, if `run` is given, of all attempts in that run.
  func print(_ stage: String, of run: String?) throws(CommandFailure) {
    let attempts = try attempts(of: stage, run)
    guard let last = attempts.last else { return session.tellNoHistory(json: "[]\n") }
    let begun = attempts.filter { $0.log != nil }
    if begun.isEmpty {
      throw session.failure(.noOutput(stage: stage, end: last.end?.text ?? ""))
    }
    if session.invocation.isJSON {
      var outputs: [(AttemptEvents, [UInt8])] = []
      for attempt in begun {
        var bytes: [UInt8] = []
        try read(attempt) { bytes += $0 }
        outputs.append((attempt, bytes))
      }
      return session.output.write(AttemptEvents.text(outputs: outputs))
    }
    let show = OutputShow(session)
    for attempt in begun {
      if begun.count > 1 { show.separate(attempt) }
      try read(attempt) { show.write($0) }
      show.finish()
    }
  }

  /// Prints a stage's output as it grows during the run in progress; without a run, that of the last attempt.
  func follow(_ stage: String) throws(CommandFailure) {
    let follower = LogFollower(session: session, root: root)
    let (look, end) = try follower.start()
    guard look.current != nil else { return try print(stage, of: nil) }
    var followed = Followed(stage: stage, show: OutputShow(session))
    _ = try follower.follow(
      from: look,
      orFrom: end,
      idle: { () throws(CommandFailure) -> Bool in
        try drain(&followed)
        return followed.isDone
      },
      take: { line throws(CommandFailure) -> LogLine? in
        guard let entry = LogLine(line) else { return nil }
        try take(entry, &followed)
        return entry
      }
    )
    try drain(&followed)
    followed.show.finish()
    if !followed.hasStarted {
      throw session.failure(.stageNotInRun(stage, run: look.current ?? "", stages: []))
    }
  }

  private struct Followed {
    let stage: String
    let show: OutputShow
    /// The running attempt with its output, which is nil until the output file exists.
    var current: (attempt: AttemptEvents, output: AttemptOutput?)?
    var hasStarted = false
    var isDone = false
  }

  private func take(_ line: LogLine, _ followed: inout Followed) throws(CommandFailure) {
    switch line.event {
    case .attemptStarted(let start) where start.stage == followed.stage:
      let attempt = AttemptEvents(run: line.run, begun: start)
      if attempt.number > 1 { followed.show.separate(attempt) }
      followed.hasStarted = true
      followed.current = (attempt, nil)
    case .attemptFinished(let attempt) where attempt.stage == followed.stage:
      try drain(&followed)
      followed.show.finish()
      followed.current = nil
    case .stageFinished(let stage) where stage.stage == followed.stage: followed.isDone = true
    default: break
    }
  }

  /// Prints the output that is new since the last call.
  private func drain(_ followed: inout Followed) throws(CommandFailure) {
    guard let (attempt, opened) = followed.current else { return }
    let found = if let opened { opened } else { try open(attempt) }
    guard var output = found else { return }
    try read(&output, attempt) { followed.show.write($0) }
    followed.current = (attempt, output)
  }

  /// Returns the requested attempts, oldest first; none if there is no history.
  private func attempts(
    of stage: String,
    _ run: String?
  ) throws(CommandFailure) -> [AttemptEvents] {
    guard var history = try session.reading(RunHistory(of: root)) else { return [] }
    if let run {
      do throws(HistoryFault) {
        return try history.run(run).map { run throws(HistoryFault) in try find(stage, in: run) }
          ?? []
      } catch {
        throw session.failure(error)
      }
    }
    let last = try session.reading(history.attempts(last: 1) { $0 == stage })
    if !last.isEmpty { return last }
    let names = try session.reading(history.stageNames())
    if names.isEmpty { return [] }
    if names.contains(stage) {
      throw session.failure(.noOutput(stage: stage, end: "accepted without a run"))
    }
    throw session.failure(StagePattern(stage).fault(among: names))
  }

  private func find(_ stage: String, in run: RunEvents) throws(HistoryFault) -> [AttemptEvents] {
    let attempts = run.attempts.filter { $0.stage == stage }
    if !attempts.isEmpty { return attempts }
    guard let told = run.stages.first(where: { $0.stage == stage }) else {
      let names = Set(run.attempts.map(\.stage)).sorted()
      throw .stageNotInRun(stage, run: run.id, stages: names)
    }
    return [AttemptEvents(run: run.id, lastOf: told)]
  }

  private func read(
    _ attempt: AttemptEvents,
    _ take: ([UInt8]) -> Void
  ) throws(CommandFailure) {
    guard var output = try open(attempt) else {
      throw session.failure(.outputGone(stage: attempt.stage, path: attempt.log ?? ""))
    }
    try read(&output, attempt, take)
  }

  /// Opens the output file of an attempt; nil if it does not exist, for example right after the start.
  private func open(_ attempt: AttemptEvents) throws(CommandFailure) -> AttemptOutput? {
    let path = attempt.log ?? ""
    // The log may come from elsewhere and name any file, so only files in the folder of runs are read.
    let file = root.path(path)
    do throws(SystemFault) {
      if !file.isInside(Workspace.runsFolder) { return nil }
      return try OpenFile(reading: root.absolute(file)).map { AttemptOutput(file: $0) }
    } catch {
      throw session.failure(.unreadable(path: path, error))
    }
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

/// The output file of an attempt, read from its beginning.
struct AttemptOutput {
  let file: OpenFile
  var position = 0
  private static let pieceSize = 1 << 16

  /// Passes the output that was written since the last read to `take`, in pieces.
  mutating func read(_ take: ([UInt8]) -> Void) throws(SystemFault) {
    while true {
      let piece = try file.read(from: position, count: Self.pieceSize)
      if piece.isEmpty { return }
      position += piece.count
      take(piece)
    }
  }
}
