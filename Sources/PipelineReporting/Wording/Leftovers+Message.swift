package import PipelinePlanning

extension Leftovers {
  /// What was found, and whether the run may go on.
  ///
  /// - Parameters:
  ///   - stage: The stage that had started it.
  ///   - run: The run that had.
  /// - Returns: The message.
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

  /// What an attempt of this run left, and whether it is gone now.
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
