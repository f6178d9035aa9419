package import PipelinePlanning

extension Orphans {
  /// Returns a message about processes that `stage` started in an earlier `run`.
  package func message(stage: String, run: String) -> Message {
    let what = "a process that stage \(stage.ticked) started in an earlier run"
    let facts = [(label: "run", value: run)] + processFacts
    if isGone { return Message("\(what) was still running, and was killed", facts: facts) }
    return Message(
      "\(what) is still running",
      facts: facts,
      hint: processes.isEmpty
        ? "kill it, or wait until it ends: two processes that write one output damage it" : killHint
    )
  }

  /// Returns a message about processes that an attempt of this run left behind.
  func message(headline: String) -> Message {
    Message(headline + (isGone ? "; the process was killed" : "; the process cannot be killed"))
      .with(facts: processFacts)
      .with(hint: isGone ? nil : killHint)
  }

  private var processFacts: [(label: String, value: String)] {
    processes.isEmpty
      ? [] : [(label: "processes", value: listed(processes.map(String.init), limit: 10))]
  }

  private var killHint: String {
    "`kill -9 \(processes.map(String.init).joined(separator: " "))` kills it"
  }
}
