package import PipelinePlanning

extension LockFault {
  package func message(path: String) -> Message {
    switch self {
    case .heldBy(let holder):
      return Message(
        "another run is in progress in this root",
        facts: holder.facts,
        hint:
          "`pipeline status` shows its progress; with `--wait`, this command starts when that run"
          + " has ended"
      )
    case .heldByOwnRun(let holder, let stage):
      return Message(
        "this command was started by a run of the same root, and would wait for that run's end",
        facts: [("stage", stage.printable)] + holder.facts,
        hint: "let the stage wait for others with `Upstream`, and start this command after the run"
      )
    case .unsupported(let fault):
      return Message(
        "the file system cannot lock \(path.ticked), so two runs could disturb each other",
        facts: [("system", fault.words)],
        hint: "move the root to a local disk"
      )
    case .system(let fault):
      return Message("cannot lock \(path.ticked)", facts: [("system", fault.words)])
    }
  }
}

extension LockHolder? {
  /// The message that a command prints before it waits for the lock.
  package var waitMessage: Message {
    Message("waiting for another run in this root to end", facts: facts)
  }

  fileprivate var facts: [(label: String, value: String)] {
    guard let holder = self else { return [] }
    return [
      ("process", "\(holder.pid) on \(holder.host.printable)"),
      ("since", holder.since.printable), ("command", holder.command.printable),
    ]
  }
}

extension RunState {
  /// Returns a note for a plan that is made while a run is in progress; nil if no run is in progress.
  package func note(_ time: TimeDisplay) -> Message? {
    let since = (run?.run.start?.time).map { " (started \(time.moment($0)))" } ?? ""
    switch self {
    case .idle: return nil
    case .goingOn:
      return Message("a run is in progress\(since); this is the present state")
        .with(hint: "`pipeline status` shows its progress")
    case .elsewhere(_, let holder):
      return Message(
        "according to the lock file, a run is in progress\(since) on \(holder.host.ticked)"
      )
      .with(hint: "`pipeline status` shows its progress")
    }
  }
}
