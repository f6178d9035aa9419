internal import Foundation
internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// `pipeline log`: says what was run, and what stages printed.
///
/// The manifest is found but not read: the history is there whatever has become of it.
struct LogCommand {
  let session: Session
  let request: LogRequest
  let root: PathResolver

  init(session: Session, request: LogRequest) throws(CommandFailure) {
    self.session = session
    self.request = request
    root = try session.root()
  }

  func perform() throws(CommandFailure) -> Int32 {
    switch request.subject {
    case .follow: return try LogFollower(session: session, root: root).follow(request.isJSON)
    case .output(let stage, let run, let isFollowed):
      let printer = OutputPrinter(session: session, root: root)
      if isFollowed { return try printer.follow(stage) }
      return try printer.print(stage, of: run, isJSON: request.isJSON)
    case .runs, .run, .stages: break
    }
    let look = try session.look(at: root)
    guard var history = try openHistory(), look.last != nil else {
      return session.tellNoHistory(request)
    }
    switch request.subject {
    case .run(let name): try tellRun(name, look, &history)
    case .stages(let names): try tellStages(names, look, &history)
    case .runs, .follow, .output: try tellRuns(look, &history)
    }
    if history.skipped > 0 { session.warn(skippedLines: history.skipped) }
    return ExitStatus.done
  }

  private func openHistory() throws(CommandFailure) -> RunHistory? {
    do throws(SystemFault) {
      return try RunHistory(of: root)
    } catch {
      throw session.logFailure(error)
    }
  }

  private func tellRuns(_ look: RunLook, _ history: inout RunHistory) throws(CommandFailure) {
    let runs: [RunOverview]
    do throws(SystemFault) {
      if request.isJSON { return print(try history.edges(ofLast: request.last)) }
      runs = try history.runs(last: request.last)
    } catch {
      throw session.logFailure(error)
    }
    session.output.write(
      RunListText(
        runs: runs,
        current: look.current,
        style: session.appearance.style,
        time: session.appearance.time
      ).text
    )
  }

  /// Prints lines of the log as they stand there.
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
      if request.isJSON { return print(try history.lines(ofRun: name)?.lines ?? []) }
      found = try history.run(name)
    } catch {
      throw session.failure(error)
    }
    guard let run = found else { return }
    session.output.write(
      RunText(
        run: run,
        goesOn: run.id == look.current,
        style: session.appearance.style,
        time: session.appearance.time
      ).text
    )
  }

  private func tellStages(
    _ names: [String],
    _ look: RunLook,
    _ history: inout RunHistory
  ) throws(CommandFailure) {
    let patterns = names.map(StagePattern.init)
    let lines: [FoundLine]
    let events: [StageEvent]
    var missing: HistoryFault?
    do throws(SystemFault) {
      lines = try history.lines(last: request.last) { name in
        patterns.contains { $0.matches(name) }
      }
      events = RunHistory.events(in: lines)
      missing = try fault(of: patterns, events, &history)
    } catch {
      throw session.logFailure(error)
    }
    if let missing { throw session.failure(missing) }
    if request.isJSON { return print(lines) }
    session.output.write(
      AttemptListText(
        events: events,
        current: look.current,
        style: session.appearance.style,
        time: session.appearance.time
      ).text
    )
  }

  /// The fault that a stage which was named is nowhere in the history.
  private func fault(
    of patterns: [StagePattern],
    _ events: [StageEvent],
    _ history: inout RunHistory
  ) throws(SystemFault) -> HistoryFault? {
    let found = Set(events.map(\.stage))
    let unseen = patterns.filter { !found.contains(where: $0.matches) }
    if unseen.isEmpty { return nil }
    // Its attempts may be older than those that are shown.
    let all = try history.stageNames()
    return unseen.first { !all.contains(where: $0.matches) }?.fault(among: all)
  }
}

extension Session {
  /// The root, whose manifest is found but not read.
  func root() throws(CommandFailure) -> PathResolver {
    try ask { root throws(SessionFault) in try root.resolver() }
  }

  /// Whether a run goes on in a root.
  func look(at resolver: PathResolver) throws(CommandFailure) -> RunLook {
    try ask { root throws(SessionFault) in try root.look(at: resolver) }
  }

  /// The failure where the log cannot be read.
  func logFailure(_ fault: SystemFault) -> CommandFailure { failure(.logUnreadable(fault)) }

  /// The failure that a fault of the history is.
  func failure(_ fault: HistoryFault) -> CommandFailure { failure(.history(fault), hint: nil) }

  /// Says that there is no history yet.
  func tellNoHistory(_ request: LogRequest) -> Int32 {
    var empty = ""
    // What stages printed is a list; everything else is lines of the log.
    if case .output = request.subject { empty = "[]\n" }
    output.write(request.isJSON ? empty : "nothing has been run here yet\n")
    return ExitStatus.done
  }

  /// Says that lines were passed over.
  func warn(skippedLines count: Int) {
    let lines = count == 1 ? "a line" : "\(count) lines"
    warn(
      Message(
        "\(lines) of `.pipeline/log.jsonl` could not be read, and \(count == 1 ? "was" : "were")"
          + " passed over: what a process writes when it dies may be cut"
      )
    )
  }
}
