internal import PipelinePlanning
internal import PipelineReporting

/// The verbs that tell of what is and what was.
extension InvocationReader {
  /// The states that are asked for.
  func statusRequest() throws(UsageFault) -> StatusRequest {
    if words.contains(where: \.text.isEmpty) { throw .emptyWord }
    if has(.all), let word = words.first {
      throw .nameBesideAll(word.text, nearestVerb: nil)
    }
    var request = StatusRequest()
    request.selection = selection
    request.selection.names = words.map(\.text)
    request.states = values(of: .state).flatMap(OptionDescription.Kind.members)
      .compactMap(StageStatus.State.init)
    request.verbosity = has(.verbose) ? .verbose : .normal
    request.isJSON = has(.json)
    return request
  }

  /// The stages or the file whose reasons are asked for.
  func whyRequest() throws(UsageFault) -> WhyRequest {
    if words.contains(where: \.text.isEmpty) { throw .emptyWord }
    if let word = words.first?.text, let file = spelling(of: .file) {
      throw .wordBeside(word, option: file, verb: .why)
    }
    var request = WhyRequest()
    request.names = words.map(\.text)
    request.file = value(of: .file)
    request.verbosity = has(.verbose) ? .verbose : .normal
    request.isJSON = has(.json)
    return request
  }

  /// The part of the history that is asked for.
  func logRequest() throws(UsageFault) -> LogRequest {
    if words.contains(where: \.text.isEmpty) { throw .emptyWord }
    try refuse(words.dropFirst().first)
    var request = LogRequest(subject: try logSubject())
    request.last = value(of: .last).flatMap { Int($0) } ?? request.last
    request.isJSON = has(.json)
    return request
  }

  private func logSubject() throws(UsageFault) -> LogRequest.Subject {
    let run = words.first?.text
    if let stage = value(of: .output) {
      if let follow = spelling(of: .follow) {
        if let run { throw .wordBeside(run, option: follow, verb: .log) }
        // What is followed are bytes, not lines of JSON.
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

  /// An option as it was written, if it was.
  func spelling(of key: OptionDescription.Key) -> String? {
    uses.first { $0.option.key == key }?.spelling
  }
}
