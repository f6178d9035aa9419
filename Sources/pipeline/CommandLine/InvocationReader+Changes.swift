internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// The verbs that change what is remembered or what is there, and run nothing.
extension InvocationReader {
  /// The stages that are to be taken as they stand.
  func acceptRequest() throws(UsageFault) -> AcceptRequest {
    if words.contains(where: \.text.isEmpty) { throw .emptyWord }
    if words.isEmpty { throw .missingStage(of: .accept) }
    guard let reason = value(of: .reason) else { throw .missingReason(of: .accept) }
    return AcceptRequest(
      selection: Selection(stages: words.map(\.text)),
      reason: reason,
      waits: has(.wait),
      verbosity: has(.verbose) ? .verbose : .normal
    )
  }

  /// What is to be removed.
  func cleanRequest() throws(UsageFault) -> CleanRequest {
    if words.contains(where: \.text.isEmpty) { throw .emptyWord }
    if let word = words.first {
      if has(.all) { throw .nameBesideAll(word.text, nearestVerb: nil) }
      if let runs = spelling(of: .runs) {
        throw .wordBeside(word.text, option: runs, verb: .clean)
      }
    }
    return CleanRequest(
      order: CleanOrder(
        selection: Selection(
          stages: values(of: .stage),
          names: words.map(\.text),
          downstream: values(of: .downstream)
        ),
        subject: has(.runs) ? .runs : .outputs,
        isForced: has(.force),
        waits: has(.wait)
      ),
      isDryRun: has(.dryRun),
      isConfirmed: has(.yes)
    )
  }
}
