internal import PipelineEngine
internal import PipelinePlanning

/// The requests of the verbs other than `run`.
extension InvocationReader {
  func statusRequest() -> StatusRequest {
    var request = StatusRequest()
    request.selection = selection
    request.selection.names = words.map(\.text)
    request.states = values(of: .state).flatMap(OptionDescription.Kind.members)
      .compactMap(StageStatus.State.init)
    return request
  }

  func whyRequest() throws(UsageFault) -> WhyRequest {
    if let word = words.first?.text, let file = spelling(of: .file) {
      throw .wordBeside(word, option: file, verb: .why)
    }
    return WhyRequest(names: words.map(\.text), file: value(of: .file))
  }

  func logRequest() throws(UsageFault) -> LogRequest {
    try refuse(words.dropFirst().first)
    var request = LogRequest(subject: try logSubject())
    request.last = value(of: .last).flatMap { Int($0) } ?? request.last
    return request
  }

  private func logSubject() throws(UsageFault) -> LogRequest.Subject {
    let run = words.first?.text
    if let stage = value(of: .output) {
      if let follow = spelling(of: .follow) {
        if let run { throw .wordBeside(run, option: follow, verb: .log) }
        // Followed output is printed as bytes, not as JSON.
        if let json = spelling(of: .json) { throw .conflict(follow, json) }
      }
      return .output(stage: stage, run: run, isFollowed: has(.follow))
    }
    for key in [OptionDescription.Key.follow, .stage, .last] {
      if let run, let option = spelling(of: key) {
        throw .wordBeside(run, option: option, verb: .log)
      }
    }
    if has(.follow) { return .follow }
    if let run { return .run(run) }
    return has(.stage) ? .stages(values(of: .stage)) : .runs
  }

  /// Returns the option as the user wrote it; nil if it was not given.
  func spelling(of key: OptionDescription.Key) -> String? {
    uses.first { $0.option.key == key }?.spelling
  }

  func acceptRequest() throws(UsageFault) -> AcceptRequest {
    if words.isEmpty { throw .missingStage(of: .accept) }
    guard let reason = value(of: .reason) else { throw .missingReason(of: .accept) }
    return AcceptRequest(
      selection: Selection(stages: words.map(\.text)),
      reason: reason,
      waits: has(.wait)
    )
  }

  func cleanRequest() throws(UsageFault) -> CleanRequest {
    let subjects: [(key: OptionDescription.Key, subject: CleanOrder.Subject)] = [
      (.runs, .runs), (.kept, .kept), (.obsolete, .obsolete),
    ]
    let chosen = subjects.first { has($0.key) }
    if let word = words.first?.text, let option = chosen.flatMap({ spelling(of: $0.key) }) {
      throw .wordBeside(word, option: option, verb: .clean)
    }
    return CleanRequest(
      order: CleanOrder(
        selection: Selection(
          stages: values(of: .stage),
          names: words.map(\.text),
          downstream: values(of: .downstream)
        ),
        subject: chosen?.subject ?? .outputs,
        isForced: has(.force),
        waits: has(.wait)
      ),
      isDryRun: has(.dryRun),
      isConfirmed: has(.yes)
    )
  }
}
