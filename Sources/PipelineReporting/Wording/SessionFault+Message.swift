package import PipelinePlanning

extension SessionFault {
  package func messages(_ time: TimeDisplay) -> MessageList {
    let range = Capacity.jobsRange
    return switch self {
    case .manifest(let fault): MessageList(fault.messages)
    case .graph(let faults, let manifest):
      MessageList(faults.faults.map { $0.message(manifest: manifest.path, files: manifest.all) })
    case .settings(let faults): MessageList(faults.flatMap(\.messages))
    case .capacity(let faults, let manifest):
      MessageList(faults.map { $0.message(manifest: manifest.path, files: manifest.all) })
    case .obstacles(let obstacles, let manifest, let rerun):
      MessageList(Obstacle.messages(obstacles, manifest), hint: rerun?.hint)
    case .acceptance(let faults):
      MessageList(faults.map(\.message), consequence: "nothing was accepted")
    case .selection(let fault): fault.message.alone
    case .history(let fault): fault.message.alone
    case .lock(let fault): fault.message(path: ".pipeline/lock").alone
    case .orphan(let orphans, let stage, let run):
      orphans.message(stage: stage, run: run).alone
    case .attemptGoesOn(let stage, let run):
      Message("stage `\(stage.printable)` is still running", facts: [("run", run)])
        .with(hint: "`pipeline` waits until it ends, and records the result").alone
    case .formerStage(let fault, let run):
      fault.message.with(facts: [("history", "it last succeeded in \(time.run(run))")]).alone
    case .jobsVariable(let text):
      Message("the environment variable `PIPELINE_JOBS` has the invalid value `\(text.printable)`")
        .with(facts: [
          ("expected", "a whole number from \(range.lowerBound) to \(range.upperBound)")
        ])
        .with(hint: "`export PIPELINE_JOBS=4`, or unset it").alone
    case .noProcesses:
      Message("`/proc` is missing, so no script can be started and watched")
        .with(hint: "mount it, as in `mount -t proc proc /proc`, or run outside of this sandbox")
        .alone
    case .stateFolderIsNone(let link):
      Message("`.pipeline` must be a folder, not a file or a link")
        .with(facts: link.map { [("link to", $0)] } ?? [])
        .with(hint: "`rm .pipeline` removes it; the next run creates a folder").alone
    case .recordsUnreadable(let fault):
      Message("the records in `.pipeline` cannot be read", facts: [("system", fault.words)]).alone
    case .unwritable(let path, let fault):
      Message("`\(path)` cannot be written", facts: [("system", fault.words)]).alone
    case .unreadableFolder(let path, let fault):
      Message("`\(path)` cannot be read", facts: [("system", fault.words)]).alone
    case .changedSinceListed:
      Message("nothing was removed, because the files have changed since they were listed")
        .with(hint: "`pipeline clean` lists them again").alone
    }
  }
}

extension Rerun {
  fileprivate var hint: String {
    "`\(command)` runs the \(count == 1 ? "stage that lacks" : "\(count) stages that lack") nothing"
  }
}

extension SessionNotice {
  /// Returns the messages with their severity; none if the notice needs no message.
  package func messages(_ time: TimeDisplay) -> [(message: Message, severity: Message.Severity)] {
    if case .obstacles(let obstacles, let manifest) = self {
      return Obstacle.messages(obstacles, manifest).map { ($0, .error) }
    }
    return message(time).map { [($0.0, $0.1)] } ?? []
  }

  private func message(_ time: TimeDisplay) -> (Message, Message.Severity)? {
    switch self {
    case .compiling, .slowManifest, .obstacles: nil
    case .manifest(let warning): (warning.message, .warning)
    case .warning(let warning): (warning.message(time), .warning)
    case .waiting(let holder): (holder.waitMessage, .note)
    case .running(let state): state.note(time).map { ($0, .note) }
    case .orphansEnded(let orphans, let stage, let run):
      (orphans.message(stage: stage, run: run), .warning)
    case .matchesNothing(let glob):
      (Message("`Context.files(\"\(glob)\")` matches no file"), .warning)
    case .stageNamedLikeCommand(let name):
      (
        Message(
          "`\(name)` is the name of a command and of a stage; the command was used",
          hint: "for the stage: `pipeline --to \(name)`"
        ), .warning
      )
    case .fewOpenFiles(let limit, let jobs, let possible):
      (
        Message(
          "at most \(possible) stages run in parallel, because of the limit on open files",
          facts: [("limit", "\(limit) open files"), ("jobs", "\(jobs)")],
          hint: "`ulimit -n \(jobs * 5 + 40)` before the run raises the limit"
        ), .warning
      )
    }
  }
}
