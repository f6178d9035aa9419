internal import PipelinePlanning

extension WhyLines {
  /// The facts below the reasons, such as the last attempt and the stages downstream.
  var facts: Message {
    var message = Message("")
    for (label, value) in status.state == .upToDate ? evidence : lastAttempt {
      message.add(label, value)
    }
    if case .upToDate = status.state { return message }
    let limit = display.limit(Self.limit)
    let names = { (stages: [StageID]) in
      stages.isEmpty ? nil : listed(stages.map(graph.name(of:)), limit: limit)
    }
    if status.state != .mayRun { message.add("waits for", names(explanation.before)) }
    message.add("then runs", names(explanation.downstream.runs))
    message.add("then may run", names(explanation.downstream.mayRun))
    return message
  }

  private var lastAttempt: [(String, String?)] {
    let last = status.last
    let parts = [
      last?.start.map(display.time.dayAndMoment), last?.duration.map(durationText),
      last.flatMap { $0.number > 1 ? "attempt \($0.number)" : nil },
      last.map { "run \($0.run)" },
    ].compactMap(\.self)
    let label =
      switch status.state {
      case .failed: "failed"
      case .interrupted, .running: "started"
      case .stale, .mayRun, .upToDate: "last ran"
      }
    var facts: [(String, String?)] = [(label, parts.isEmpty ? nil : parts.joined(separator: " · "))]
    switch status.state {
    case .running: facts.append(("because", last.flatMap { reasons(of: $0) }))
    case .failed, .interrupted:
      let run = background.record.map { "last in \(display.time.run($0.run))" }
      facts.append(("succeeded", run))
    case .stale, .mayRun, .upToDate: return facts
    }
    return facts + [("output", last?.log)]
  }

  private func reasons(of attempt: AttemptEvents) -> String? {
    let texts = attempt.reasons.prefix(Self.limit).map { $0.text(display.time) }
    return texts.isEmpty ? nil : texts.joined(separator: "\n")
  }

  /// The facts that show why the stage is up to date.
  private var evidence: [(String, String?)] {
    guard let record = background.record else {
      return [("since", "no run yet: no output is older than its inputs")]
    }
    let since =
      record.duration.map { "\(display.time.run(record.run)) · \(durationText($0))" }
      ?? (record.acceptance == nil
        ? "\(display.time.run(record.run)): counted as up to date by the times of its files"
        : "accepted; no recorded run has made the outputs")
    let criterion =
      background.isByContent
      ? "content of the files whose times differ" : "time and size of the files"
    return [
      ("since", since), ("compared", record.contents), ("judged by", criterion),
      ("accepted", record.acceptance.map(accepted)),
    ]
  }

  private func accepted(_ acceptance: Acceptance) -> String {
    let reason = acceptance.reason.isEmpty ? "" : ": \(acceptance.reason)"
    return display.time.dayAndMoment(acceptance.time) + reason
  }
}

extension Record {
  /// The numbers of compared things, for example `3 inputs, 1 script, 2 outputs, arguments, 1 variable`.
  fileprivate var contents: String {
    let told = { (count: Int, noun: String) in count > 0 ? counted(count, noun) : nil }
    let hasArguments = recipe.steps.contains { $0.script != nil && !$0.arguments.isEmpty }
    let words = [
      told(inputs.reduce(0) { $0 + $1.files.count }, "input"), told(scripts.count, "script"),
      told(outputs.reduce(0) { $0 + $1.files.count }, "output"),
      hasArguments ? "arguments" : nil,
      recipe.steps.contains { $0.script == nil } ? "commands" : nil,
      told(recipe.variables.count, "variable"), told(recipe.parameters.count, "parameter"),
      told(upstream.count, "upstream run"),
    ]
    return words.compactMap(\.self).joined(separator: ", ")
  }
}
