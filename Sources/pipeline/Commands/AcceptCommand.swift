internal import PipelineDescription
internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// `pipeline accept`: takes stages as they stand for up to date.
struct AcceptCommand {
  let session: Session
  let request: AcceptRequest
  private let clock = SystemClock()

  init(session: Session, request: AcceptRequest) {
    self.session = session
    self.request = request
  }

  func perform() throws(CommandFailure) -> Int32 {
    var (workspace, selected) = try stages()
    let held = try session.lock(workspace, waits: request.waits)
    defer { withExtendedLifetime(held) {} }
    // What was read before the lock was had may have changed while it was waited for.
    if held.hasWaited { (workspace, selected) = try stages() }
    let records = try session.records(of: workspace)
    if records.memory.damaged > 0 {
      session.warn(Event.Warning.recordsDamaged(count: records.memory.damaged).message())
    }
    try session.endLeftovers(of: records.memory, in: workspace)
    let (store, undone) = try session.recover(records, in: workspace)
    for warning in undone { session.warn(warning.message(session.appearance.time)) }
    let run = RunIdentifier.make(at: clock.wall)
    var acceptor = Acceptor(workspace: workspace, memory: records.memory, run: run)
    let candidates = acceptor.candidates(selected)
    try refuse(candidates.flatMap(\.faults))
    let stale = candidates.filter { !$0.reasons.isEmpty }
    var memory = records.memory
    if !stale.isEmpty {
      var log = try session.openLog(of: workspace)
      var opened = try session.openStore(records, in: workspace, unless: store)
      try accept(stale, &acceptor, in: &opened, &log, workspace)
      memory = opened.memory
    }
    let text = AcceptanceText(
      graph: workspace.graph,
      stages: candidates.map { ($0.stage, $0.reasons) },
      stale: acceptor.stale(after: candidates.map(\.stage), memory),
      verbosity: request.verbosity,
      style: session.appearance.style,
      time: session.appearance.time
    )
    session.output.write(text.text)
    return ExitStatus.done
  }

  /// Writes records and log.
  private func accept(
    _ candidates: [Acceptor.Candidate],
    _ acceptor: inout Acceptor,
    in store: inout RecordStore,
    _ log: inout RunLog,
    _ workspace: Workspace
  ) throws(CommandFailure) {
    let acceptance = Acceptance(time: clock.wall, reason: request.reason)
    let faults: [AcceptanceFault]
    let warnings: [Event.Warning]
    do throws(SystemFault) {
      (faults, warnings) = try acceptor.accept(candidates, acceptance, in: &store, clock: clock)
    } catch {
      throw session.cannotWrite(".pipeline/state", error)
    }
    try refuse(faults)
    for warning in warnings { session.warn(warning.message(session.appearance.time)) }
    do throws(SystemFault) {
      for candidate in candidates {
        let name = workspace.graph.name(of: candidate.stage)
        var event = Event.Acceptance()
        event.stage = name
        event.time = acceptance.time
        event.user = session.user
        event.reason = acceptance.reason
        event.reasons = candidate.reasons
        let run = store.memory.histories[name]?.record?.run ?? ""
        try log.append(LogLine(run: run, event: .accepted(event)))
      }
      try log.synchronize()
    } catch {
      throw session.cannotWrite(".pipeline/log.jsonl", error)
    }
  }

  private func refuse(_ faults: [AcceptanceFault]) throws(CommandFailure) {
    guard !faults.isEmpty else { return }
    throw session.failure(
      faults.map(\.message),
      status: ExitStatus.cannotStart,
      consequence: "nothing was accepted"
    )
  }

  /// Reads the manifest and finds the stages that are meant.
  private func stages() throws(CommandFailure) -> (Workspace, Set<Int>) {
    let workspace = try session.open().workspace
    let selection = Selection(stages: request.stages, folder: session.folder(in: workspace))
    do throws(SelectionFault) {
      return (
        workspace, try selection.indices(in: workspace.graph, resolver: workspace.resolver)
      )
    } catch {
      var message = error.message
      if case .outputNotStage(_, let maker) = error {
        message.hint =
          "`pipeline accept` takes the names of stages; here it is `\(maker.printable)`"
      }
      throw session.failure([message], status: ExitStatus.usage)
    }
  }
}
