package import PipelinePlanning

extension Orphans {
  /// Returns a message about processes of an earlier run, and whether they were ended.
  ///
  /// `stage` and `run` are the stage and the run that started them.
  package func message(stage: String, run: String) -> Message {
    let what = "something that stage \(stage.ticked) had started in an earlier run"
    let facts = [(label: "run", value: run)] + processFacts
    if isGone { return Message("\(what) was still alive, and was ended", facts: facts) }
    return Message(
      "\(what) is still alive",
      facts: facts,
      hint: processes.isEmpty
        ? "end it, or wait for it: two writers of one output would spoil it" : killHint
    )
  }

  /// Returns a message about processes that an attempt of this run left, and whether they were ended.
  func message(headline: String) -> Message {
    Message(headline + (isGone ? ", which was ended" : ", which cannot be ended"))
      .with(facts: processFacts)
      .with(hint: isGone ? nil : killHint)
  }

  private var processFacts: [(label: String, value: String)] {
    processes.isEmpty
      ? [] : [(label: "processes", value: listed(processes.map(String.init), limit: 10))]
  }

  private var killHint: String {
    "`kill -9 \(processes.map(String.init).joined(separator: " "))` ends it"
  }
}
