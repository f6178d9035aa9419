internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// Performs `pipeline log`, which only locates the manifest, and so works even if the manifest is broken.
struct LogCommand {
  let session: Session
  let request: LogRequest

  func perform() throws(CommandFailure) {
    let root = try session.ask { root throws(SessionFault) in try root.resolver() }
    switch request.subject {
    case .follow: return try LogFollower(session: session, root: root).follow()
    case .output(let stage, let run, let isFollowed):
      let printer = OutputPrinter(session: session, root: root)
      return try isFollowed ? printer.follow(stage) : printer.print(stage, of: run)
    case .runs, .run, .stages: break
    }
    let look = try session.look(at: root)
    guard var history = try session.reading(RunHistory(of: root)), look.last != nil else {
      return session.tellNoHistory()
    }
    switch request.subject {
    case .run(let name):
      if let day = session.appearance.time.day(name) {
        try tellRuns(of: day, name, look, &history)
      } else {
        try tellRun(name, look, &history)
      }
    case .stages(let names): try tellStages(names, look, &history)
    case .runs, .follow, .output: try tellRuns(look, &history)
    }
    if history.skipped > 0 { session.warn(skippedLines: history.skipped) }
  }

  private func tellRuns(_ look: RunLook, _ history: inout RunHistory) throws(CommandFailure) {
    if session.invocation.isJSON {
      return print(try session.reading(history.edges(ofLast: request.last)))
    }
    let runs = try session.reading(history.runs(last: request.last))
    session.output.write(runs.listText(current: look.current, display: session.display))
  }

  private func tellRuns(
    of day: Range<Int64>,
    _ name: String,
    _ look: RunLook,
    _ history: inout RunHistory
  ) throws(CommandFailure) {
    if session.invocation.isJSON {
      return print(try session.reading(history.edges(startedIn: day)))
    }
    let runs = try session.reading(history.runs(startedIn: day))
    session.output.write(
      runs.isEmpty
        ? "no run began on \(name)\n"
        : runs.listText(current: look.current, display: session.display)
    )
  }

  private func print(_ lines: [FoundLine]) {
    session.output.write(lines.flatMap { $0.bytes + [UInt8(ascii: "\n")] })
  }

  private func tellRun(
    _ name: String,
    _ look: RunLook,
    _ history: inout RunHistory
  ) throws(CommandFailure) {
    let found: RunEvents?
    do throws(HistoryFault) {
      if session.invocation.isJSON { return print(try history.lines(ofRun: name)?.lines ?? []) }
      found = try history.run(name)
    } catch {
      throw session.failure(error)
    }
    guard let run = found else { return }
    let text = RunText(run: run, goesOn: run.id == look.current, display: session.display)
    session.output.write(text.text)
  }

  private func tellStages(
    _ names: [String],
    _ look: RunLook,
    _ history: inout RunHistory
  ) throws(CommandFailure) {
    let patterns = names.map(StagePattern.init)
    let lines = try session.reading(
      history.lines(last: request.last) { name in patterns.contains { $0.matches(name) } }
    )
    let events = RunHistory.events(in: lines)
    if let missing = try fault(of: patterns, events, &history) { throw session.failure(missing) }
    if session.invocation.isJSON { return print(lines) }
    let text = AttemptListText(events: events, current: look.current, display: session.display)
    session.output.write(text.text)
  }

  /// Returns a fault if one of the patterns matches no stage in the history.
  private func fault(
    of patterns: [StagePattern],
    _ events: [StageEvent],
    _ history: inout RunHistory
  ) throws(CommandFailure) -> HistoryFault? {
    let found = Set(events.map(\.stage))
    let unseen = patterns.filter { !found.contains(where: $0.matches) }
    if unseen.isEmpty { return nil }
    // An unseen stage perhaps has attempts that are older than those in `events`.
    let all = try session.reading(history.stageNames())
    return unseen.first { !all.contains(where: $0.matches) }?.fault(among: all)
  }
}

extension Session {
  /// Returns the last run of a root, and whether it is in progress.
  func look(at resolver: PathResolver) throws(CommandFailure) -> RunLook {
    try ask { root throws(SessionFault) in try root.look(at: resolver) }
  }

  /// Returns the result of `read`, or throws a failure if the log cannot be read.
  func reading<Value>(
    _ read: @autoclosure () throws(SystemFault) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(SystemFault) {
      return try read()
    } catch {
      throw failure(.logUnreadable(error))
    }
  }

  func failure(_ fault: HistoryFault) -> CommandFailure { failure(.history(fault), hint: nil) }

  /// Prints that there is no history yet, or `json` if the answer is JSON.
  func tellNoHistory(json: String = "") {
    output.write(invocation.isJSON ? json : "nothing has been run here yet\n")
  }

  func warn(skippedLines count: Int) {
    let lines = count == 1 ? "a line" : "\(count) lines"
    warn(
      Message(
        "\(lines) of `.pipeline/log.jsonl` could not be read, and \(count == 1 ? "was" : "were")"
          + " skipped; a process that dies can leave an incomplete line"
      )
    )
  }
}

/// The name of a stage in the history, or a glob over such names.
struct StagePattern {
  private let text: String
  /// Nil for a plain name.
  private let glob: Glob?

  init(_ text: String) {
    self.text = text
    let isGlob = text.contains { "*?[".contains($0) }
    glob = isGlob ? Glob(base: .root, components: [text]) : nil
  }

  func matches(_ name: String) -> Bool {
    name == text || glob?.matches(Path(name)) ?? false
  }

  func fault(among names: [String]) -> HistoryFault {
    .unknownStage(text, nearest: nearestName(to: text, among: names), stages: names)
  }
}
