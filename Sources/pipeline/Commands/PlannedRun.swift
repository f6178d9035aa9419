internal import Foundation
internal import PipelineDescription
internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem
internal import Synchronization

/// One run under the lock, to its exit status: puts the parts of the engine together and listens to signals.
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

  /// Runs; the lock is held by whoever calls.
  func perform() throws(CommandFailure) -> Int32 {
    let start = clock.wall
    try listen()
    let runner = LocalRunner(live: live)
    let records = try command.records()
    try session.endLeftovers(of: records.memory, in: workspace, runner)
    let (store, undone) = try session.recover(records, in: workspace)
    let (plan, observer) = command.judged(records.memory)
    var digests = observer.digests
    digests.forgetUnsettled(since: lockTime)
    let warnings = try undone + command.check(plan, records.memory, observer)

    let id = RunIdentifier.make(at: start)
    let run = Run(
      id: id,
      workspace: workspace,
      plan: plan,
      options: options,
      facts: facts(plan, warnings, id),
      store: try session.openStore(records, in: workspace, unless: store),
      journal: Journal(
        log: try session.openLog(of: workspace),
        reporter: reporter(plan),
        run: id,
        clock: clock
      ),
      runner: runner,
      clock: clock,
      inbox: inbox,
      digests: digests
    )
    // Not before git was asked: a helper of its own that it leaves running is none of a script's.
    if run.mayRun { ScriptProcess.adoptOrphans() }
    hasBegun.note()
    if run.mayRun { startTicking() }
    let (summary, memory) = run.execute()
    if summary.signal == nil { workspace.renewSnapshot(after: memory) }
    if let signal = summary.signal { SignalListener.die(of: signal) }
    return summary.isSuccess ? ExitStatus.done : ExitStatus.failed
  }

  /// What the disk's clock said when the lock's file was written, before any file was read.
  private var lockTime: Int64 {
    workspace.files.state(of: Workspace.lockFile).stamp?.modified ?? .min
  }

  private var options: RunOptions {
    var options = RunOptions()
    options.isForced = request.isForced
    options.capacity = command.capacity
    options.onFailure = request.onFailure
    return options
  }

  private func facts(_ plan: Plan, _ warnings: [Event.Warning], _ id: String) -> RunFacts {
    var facts = RunFacts()
    facts.arguments = session.arguments
    facts.version = Session.version
    facts.host = ProcessInfo.processInfo.hostName
    facts.process = ProcessInfo.processInfo.processIdentifier
    facts.user = session.user
    facts.warnings = warnings
    facts.manifest = workspace.resolver.path(command.manifest)
    // Asking git costs more than finding that nothing is to do.
    if !plan.isUpToDate {
      facts.cores = Machine.cores
      let scratch = Workspace.stateFolder.appending("commit".utf8)
      let state = RepositoryState(
        folder: workspace.resolver.root.text,
        searchPath: workspace.environment["PATH"],
        scratch: workspace.resolver.absolute(scratch).text
      )
      facts.commit = state?.commit
      facts.isDirty = state?.isDirty
      // A run is not held up for want of it.
      facts.graph = try? GraphFile.keep(workspace, of: id)
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
