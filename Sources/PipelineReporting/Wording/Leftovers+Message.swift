package import PipelinePlanning

extension Leftovers {
  /// What was found, and whether the run may go on.
  ///
  /// - Parameters:
  ///   - stage: The stage that had started it.
  ///   - run: The run that had.
  /// - Returns: The message.
  package func message(stage: String, run: String) -> Message {
    let names = processes.map(String.init)
    let facts = [("run", run)] + (names.isEmpty ? [] : [("processes", listed(names, limit: 10))])
    if isGone {
      return Message(
        "something that stage \(stage.ticked) had started in an earlier run was still alive, and was ended",
        facts: facts
      )
    }
    return Message(
      "something that stage \(stage.ticked) had started in an earlier run is still alive",
      facts: facts,
      hint: names.isEmpty
        ? "end it, or wait for it: two writers of one output would spoil it"
        : "`kill -9 \(names.joined(separator: " "))` ends it"
    )
  }
}
