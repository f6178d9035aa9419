internal import Foundation
internal import PipelineDescription
internal import PipelineEngine
internal import PipelineLoading
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// `pipeline clean`: lists what stages have made, asks, and removes it.
struct CleanCommand {
  let session: Session
  let request: CleanRequest

  /// What is worked on; read anew after another run was waited for.
  private struct Root {
    var workspace: Workspace
    var manifest: String
    var selected: Set<Int>
  }

  func perform() throws(CommandFailure) -> Int32 {
    var root = try read()
    if try session.memory(of: root.workspace).damaged > 0 {
      session.warn(Event.Warning.recordsDamaged(count: 1).message())
    }
    if request.isDryRun || !request.isConfirmed && !canAsk {
      return try list(cleaning(in: root))
    }
    var held: HeldLock? = try lock(&root)
    defer { withExtendedLifetime(held) {} }
    let shown = try cleaning(in: root)
    let text = CleaningText(shown, style: session.appearance.style)
    session.output.write(text.text)
    if shown.isEmpty { return tellNothing() }
    if !request.isConfirmed {
      // Nobody is kept from running while somebody thinks.
      held = nil
      guard isAgreed("remove \(text.amount)?") else {
        session.output.write("nothing was removed\n")
        return ExitStatus.failed
      }
      held = try lock(&root)
      guard try cleaning(in: root) == shown else { throw changedMeanwhile }
    }
    let outcome = Remover(files: root.workspace.files).remove(shown)
    try log(shown, outcome, in: root.workspace)
    guard outcome.failures.isEmpty else {
      throw session.failure(
        [RemovalText.failure(outcome.failures, files: outcome.files)],
        status: ExitStatus.failed
      )
    }
    session.output.write(
      RemovalText.done(
        files: outcome.files,
        folders: outcome.folders,
        size: outcome.size,
        style: session.appearance.style
      )
    )
    return ExitStatus.done
  }

  /// Writes the line of the log that says what was removed.
  private func log(
    _ cleaning: Cleaning,
    _ outcome: Remover.Outcome,
    in workspace: Workspace
  ) throws(CommandFailure) {
    if outcome.files + outcome.folders == 0 { return }
    let kept = Set(outcome.failures.map(\.path))
    var event = Event.Cleanup()
    event.time = SystemClock().wall
    event.user = session.user
    event.places = cleaning.places.prefix(100).map(\.text)
    event.setFiles(cleaning.items.map(\.path).filter { !kept.contains($0) }.map(\.text))
    event.size = outcome.size
    let last = try session.look(at: workspace.resolver).last
    let run = last?.run.id ?? RunIdentifier.make(at: event.time)
    var log = try session.openLog(of: workspace)
    do throws(SystemFault) {
      try log.append(LogLine(run: run, event: .cleaned(event)))
      try log.synchronize()
    } catch {
      throw session.cannotWrite(".pipeline/log.jsonl", error)
    }
  }

  /// Only says what would go.
  private func list(_ cleaning: Cleaning) throws(CommandFailure) -> Int32 {
    let text = CleaningText(cleaning, style: session.appearance.style)
    session.output.write(text.text)
    if cleaning.isEmpty { return tellNothing() }
    if request.isDryRun {
      session.output.write("\(text.amount) would be removed\n")
      return ExitStatus.done
    }
    throw session.failure(
      [
        Message(
          "nothing was removed: there is no terminal to ask at",
          hint: "`--yes` removes what is listed without asking; `--dry-run` only lists"
        )
      ],
      status: ExitStatus.usage
    )
  }

  private func tellNothing() -> Int32 {
    let style = session.appearance.style
    session.output.write(style.spelled("\(style.mark(.success)) nothing to remove\n"))
    return ExitStatus.done
  }

  private var changedMeanwhile: CommandFailure {
    session.failure(
      [
        Message(
          "what is there has changed since it was listed, so nothing was removed",
          hint: "`pipeline clean` lists it anew"
        )
      ],
      status: ExitStatus.cannotStart
    )
  }

  /// Whether somebody sits there who sees a question and can answer it.
  private var canAsk: Bool { isatty(STDIN_FILENO) == 1 && session.errors.isTerminal }

  private func isAgreed(_ question: String) -> Bool {
    session.errors.write("\(question) [y/N] ")
    let answer = readLine()
    // The end of the input leaves the cursor behind the question.
    if answer == nil { session.errors.write("\n") }
    let word = (answer ?? "").trimmingCharacters(in: .whitespaces).lowercased()
    return word == "y" || word == "yes"
  }

  private func read() throws(CommandFailure) -> Root {
    let opened = try session.open()
    let workspace = opened.workspace
    let selection = Selection(
      stages: request.stages,
      downstream: request.downstream,
      folder: session.folder(in: workspace)
    )
    return Root(
      workspace: workspace,
      manifest: opened.manifestPath,
      selected: try session.indices(selection, names: request.names, in: workspace)
    )
  }

  /// Takes the lock, ends what is still alive of a dead run, which may be writing what is to go, and
  /// undoes what that did: what it has set aside comes back and goes, too.
  private func lock(_ root: inout Root) throws(CommandFailure) -> HeldLock {
    let held = try session.lock(root.workspace, waits: request.waits)
    if held.hasWaited { root = try read() }
    let records = try session.records(of: root.workspace)
    try session.endLeftovers(of: records.memory, in: root.workspace)
    for warning in try session.recover(records, in: root.workspace).warnings {
      session.warn(warning.message(session.appearance.time))
    }
    return held
  }

  private func cleaning(in root: Root) throws(CommandFailure) -> Cleaning {
    let memory = try session.memory(of: root.workspace)
    switch request.subject {
    case .runs: return try runs(in: root.workspace, memory)
    case .outputs:
      let resolver = root.workspace.resolver
      let finder = OutputFinder(workspace: root.workspace, histories: memory.histories)
      var decision = OutputCleaning(
        graph: root.workspace.graph,
        histories: memory.histories,
        ownFiles: [resolver.path(root.manifest), Path("parameters.json")],
        rule: CleaningRule(isForced: request.isForced)
      )
      return decision.cleaning(of: finder.outputs(of: root.selected))
    }
  }

  private func runs(
    in workspace: Workspace,
    _ memory: Memory
  ) throws(CommandFailure) -> Cleaning {
    do throws(SystemFault) {
      let folders = RunFolders(files: workspace.files)
      let all = try folders.all()
      var history = try RunHistory(of: workspace.resolver)
      let stages = all.reduce(into: Set<String>()) { $0.formUnion($1.stages) }
      let logged = try history?.last(of: stages) ?? [:]
      let kept = RunFolders.kept(memory, logged: logged)
      return try folders.cleaning(of: RunFolder.removable(all, kept: kept))
    } catch {
      throw session.failure(
        [Message("`.pipeline/runs` cannot be looked through", facts: [("system", error.words)])],
        status: ExitStatus.cannotStart
      )
    }
  }
}
