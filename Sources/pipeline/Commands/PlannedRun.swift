internal import Foundation
internal import PipelineDescription
internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem
internal import Synchronization

/// One run from lock to exit status: puts the parts of the engine together and listens to signals.
struct PlannedRun {
  private let command: RunCommand
  private let session: Session
  private let request: RunRequest
  private let workspace: Workspace
  private let clock = SystemClock()
  private let live = LiveProcesses()
  private let inbox = RunInbox()
  /// Whether the loop has begun, which is told of signals.
  private let hasBegun = RunBegin()
  /// The terminal with its live block; nil where there is none, and lines are printed plainly.
  private let display: LiveDisplay?

  init(_ command: RunCommand) {
    self.command = command
    session = command.session
    request = command.request
    workspace = command.workspace
    display = LiveDisplay.onStandardOutput(session, request.verbosity)
  }

  func perform() async throws(CommandFailure) -> Int32 {
    let start = clock.wall
    let lock = try takeLock(at: start)
    defer { withExtendedLifetime(lock) {} }
    try listen()
    let runner = LocalRunner(live: live)
    let records = try command.records()
    try endLeftovers(of: records.memory, runner)
    let (store, undone) = try recover(records)
    var (plan, digests) = command.judged(records.memory)
    digests.forgetUnsettled(since: lockTime)
    let warnings = try undone + command.check(plan, records.memory)

    let id = RunIdentifier.make(at: start)
    var run = Run(
      id: id,
      workspace: workspace,
      plan: plan,
      options: options,
      facts: facts(plan, warnings),
      store: try openStore(records, unless: store),
      journal: Journal(
        log: try openLog(),
        reporter: reporter(plan),
        encode: encoder(id)
      ),
      runner: runner,
      clock: clock,
      inbox: inbox,
      digests: digests
    )
    // Not before git was asked: a helper of its own that it leaves running is none of a script's.
    ScriptProcess.adoptOrphans()
    hasBegun.note()
    if !plan.isUpToDate { startTicking() }
    let summary = await run.execute()
    if let signal = summary.signal { SignalListener.die(of: signal) }
    return summary.isSuccess ? ExitStatus.done : ExitStatus.failed
  }

  private func takeLock(at time: Int64) throws(CommandFailure) -> RunLock {
    let folder = Workspace.stateFolder
    if let stamp = workspace.files.state(of: folder).stamp,
      stamp.kind != .folder || stamp.link != nil
    {
      throw session.failure(
        [
          Message(
            "`.pipeline` is not a folder of its own, so nothing is written there",
            facts: stamp.link.map { [("link to", $0)] } ?? [],
            hint: "remove it; the next run makes a new one"
          )
        ],
        status: ExitStatus.cannotStart
      )
    }
    do throws(SystemFault) {
      try workspace.files.makeFolder(folder)
      // Nothing in it is for a repository, whatever the project's own .gitignore says.
      let ignore = folder.appending(".gitignore".utf8)
      if workspace.files.state(of: ignore) == .missing {
        try workspace.files.replace(ignore, with: Array("*\n".utf8))
      }
    } catch {
      throw cannotWrite(".pipeline", error)
    }
    let holder = LockHolder(
      pid: ProcessInfo.processInfo.processIdentifier,
      since: Timestamp(milliseconds: time).iso(),
      host: ProcessInfo.processInfo.hostName,
      command: (["pipeline"] + session.arguments).map(shellQuoted).joined(separator: " ")
    )
    do throws(LockFault) {
      let path = workspace.resolver.absolute(folder.appending("lock".utf8)).text
      return try RunLock.acquire(path, holder: holder)
    } catch {
      throw session.failure(
        [error.message(path: ".pipeline/lock")],
        status: ExitStatus.cannotStart
      )
    }
  }

  /// What the disk's clock said when the lock's file was written, before anything was looked at.
  private var lockTime: Int64 {
    let lock = Workspace.stateFolder.appending("lock".utf8)
    return workspace.files.state(of: lock).stamp?.modified ?? .min
  }

  private func openStore(
    _ records: RecordFile,
    unless opened: RecordStore? = nil
  ) throws(CommandFailure) -> RecordStore {
    if let opened { return opened }
    do throws(SystemFault) {
      return try RecordStore(opening: records, in: workspace.files)
    } catch {
      throw cannotWrite(".pipeline/state", error)
    }
  }

  private func openLog() throws(CommandFailure) -> RunLog {
    do throws(SystemFault) {
      return try RunLog(opening: workspace.files)
    } catch {
      throw cannotWrite(".pipeline/log.jsonl", error)
    }
  }

  private func cannotWrite(_ path: String, _ fault: SystemFault) -> CommandFailure {
    session.failure(
      [Message("`\(path)` cannot be written", facts: [("system", fault.words)])],
      status: ExitStatus.cannotStart
    )
  }

  /// Ends what still lives of attempts whose runner died, before anything is looked at.
  private func endLeftovers(of memory: Memory, _ runner: LocalRunner) throws(CommandFailure) {
    var begun: [String: Set<String>] = [:]
    for (stage, history) in memory.histories {
      guard case .started(let run) = history.lastAttempt else { continue }
      begun[run, default: []].insert(stage)
    }
    for (run, stages) in begun.sorted(by: { $0.key < $1.key }) {
      let logs = workspace.attemptLogs(of: run, begun: stages)
      let root = workspace.resolver.root.text
      let found = runner.endLeftovers(of: run, logs: logs, root: root)
      for (stage, leftovers) in found.sorted(by: { $0.key < $1.key }) {
        let message = leftovers.message(stage: stage, run: run)
        guard leftovers.isGone else {
          throw session.failure([message], status: ExitStatus.cannotStart)
        }
        session.warn(message)
      }
    }
  }

  /// Undoes what attempts did whose runner died; the records are opened where there was any.
  private func recover(
    _ records: RecordFile
  ) throws(CommandFailure) -> (store: RecordStore?, warnings: [Event.Warning]) {
    // A root without records must not get any before it is known that a run begins.
    guard Recovery.isNeeded(records.memory) else { return (nil, []) }
    var store = try openStore(records)
    do throws(OutputUndo.Failure) {
      let warnings = try Recovery.perform(&store, files: workspace.files)
      return (store, warnings)
    } catch {
      throw session.failure(
        [
          Message(
            "what an interrupted stage did to `\(error.path.text.printable)` cannot be undone",
            facts: [("system", error.fault.words)],
            hint: "nothing was run; the next run tries again"
          )
        ],
        status: ExitStatus.cannotStart
      )
    }
  }

  private var options: RunOptions {
    var options = RunOptions()
    options.isForced = request.isForced
    options.capacity = command.capacity
    options.onFailure = request.onFailure
    return options
  }

  private func facts(_ plan: Plan, _ warnings: [Event.Warning]) -> RunFacts {
    var facts = RunFacts()
    facts.arguments = session.arguments
    facts.version = Session.version
    facts.host = ProcessInfo.processInfo.hostName
    facts.process = ProcessInfo.processInfo.processIdentifier
    facts.warnings = warnings
    facts.manifest = workspace.resolver.path(command.manifest)
    // Asking git costs more than finding that nothing is to do.
    if !plan.isUpToDate {
      let scratch = Workspace.stateFolder.appending("commit".utf8)
      let state = RepositoryState(
        folder: workspace.resolver.root.text,
        searchPath: workspace.environment["PATH"],
        scratch: workspace.resolver.absolute(scratch).text
      )
      facts.commit = state?.commit
      facts.isDirty = state?.isDirty
    }
    return facts
  }

  private func reporter(_ plan: Plan) -> ConsoleReporter {
    let isQuiet = request.verbosity == .quiet
    return ConsoleReporter(
      options: ConsoleReport.Options(
        stages: plan.entries.map { workspace.graph.name(of: $0.stage) },
        isConcurrent: command.capacity.jobs > 1 && !plan.isChain(in: workspace.graph),
        isLive: display != nil,
        verbosity: request.verbosity,
        style: isQuiet ? session.appearance.errorStyle : session.appearance.style,
        time: session.appearance.time
      ),
      destination: display.map { .live($0) }
        ?? .plain(isQuiet ? session.errors : session.output)
    )
  }

  private func encoder(_ id: String) -> @Sendable (Event) -> [UInt8]? {
    let line = LogLine(run: id)
    let clock = clock
    return { line.line(for: $0, time: clock.wall) }
  }

  private func listen() throws(CommandFailure) {
    let inbox = inbox
    let live = live
    let clock = clock
    let display = display
    let notice = StopNotice()
    let hasStopped = Mutex(false)
    let hasBegun = hasBegun
    let errorStyle = session.appearance.errorStyle
    do throws(SystemFault) {
      try SignalListener.start { event in
        switch event {
        case .end(let signal):
          // Before the loop hears anything nothing was started, and nobody has to be told.
          if !hasBegun.isNoted { SignalListener.die(of: signal) }
          // The scripts are told at once, whatever the loop is waiting for.
          OutputStream.noteStop()
          inbox.stop(by: signal)
          live.stopAll(
            kill: hasStopped.withLock { isAgain in
              defer { isAgain = true }
              return isAgain
            }
          )
          if let display { display.announceStop() } else { notice.say(errorStyle) }
        case .suspend:
          let stop = {
            live.suspendAll()
            clock.leaveOut(SignalListener.suspendSelf)
            live.resumeAll()
          }
          if let display { display.suspend(stop) } else { stop() }
        case .resume:
          live.resumeAll()
          display?.resume()
        // The size is asked for at each drawing, ten times a second.
        case .resize: break
        }
      }
    } catch {
      throw session.failure(
        [Message("cannot listen to signals", facts: [("system", error.words)])],
        status: ExitStatus.cannotStart
      )
    }
  }

  /// Lets the loop look at what runs, ten times a second.
  private func startTicking() {
    let inbox = inbox
    let thread = Thread {
      while true {
        Thread.sleep(forTimeInterval: 0.1)
        inbox.tick()
      }
    }
    thread.name = "ticks"
    thread.start()
  }
}
