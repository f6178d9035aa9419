package import PipelinePlanning

extension RunHistory {
  /// The last attempts of some stages, the newest first.
  ///
  /// There are at most `count` over all of them; `isWanted` is asked by the stage's name.
  package mutating func attempts(
    last count: Int,
    where isWanted: @escaping (String) -> Bool
  ) throws(SystemFault) -> [LoggedAttempt] {
    try events(last: count, includesAcceptances: false, where: isWanted).compactMap { event in
      if case .attempt(let attempt) = event { attempt } else { nil }
    }
  }

  /// The last attempts of some stages and what was accepted of them, the newest first.
  ///
  /// There are at most `count` over all of them; `isWanted` is asked by the stage's name.
  package mutating func events(
    last count: Int,
    includesAcceptances: Bool = true,
    where isWanted: @escaping (String) -> Bool
  ) throws(SystemFault) -> [StageEvent] {
    var names = WantedNames(isWanted)
    var events: [StageEvent] = []
    // Those whose end was told and whose start was not: it stands before.
    var ended: Set<String> = []
    try walk(includesAcceptances: includesAcceptances) { line, walk in
      guard let stage = line.stage, names.contains(stage), let entry = walk.entry(of: line) else {
        return true
      }
      switch entry.content {
      case .attemptFinished(let attempt):
        ended.insert(attempt.key)
        events.append(.attempt(attempt))
      case .attemptStarted(let attempt):
        if ended.remove(attempt.key) == nil { events.append(.attempt(attempt)) }
      case .stageFinished(let stage):
        if stage.attempts == 0 { events.append(.attempt(stage.asAttempt)) }
      case .accepted(let acceptance): events.append(.acceptance(acceptance))
      case .runStarted, .warning, .runFinished, .unknown: break
      }
      return events.count < count
    }
    return events
  }

  /// The names of all stages that the log tells of, at most so many.
  package mutating func stageNames(limit: Int = 10_000) throws(SystemFault) -> [String] {
    var names: Set<ArraySlice<UInt8>> = []
    try walk(includesAcceptances: true) { line, _ in
      if let stage = line.stage { names.insert(stage) }
      return names.count < limit
    }
    return names.map { String(decoding: $0, as: UTF8.self) }.sorted()
  }

  /// What the log says last of each of some stages.
  ///
  /// At most `limit` bytes of the log are looked at: what stands before is not worth the time.
  package mutating func last(
    of stages: Set<String>,
    limit: Int = 1 << 26
  ) throws(SystemFault) -> [String: LoggedAttempt] {
    var missing = Set(stages.map { Array($0.utf8)[...] })
    var found: [String: LoggedAttempt] = [:]
    var seen = 0
    if missing.isEmpty { return [:] }
    try walk { line, walk in
      seen += line.bytes.count
      guard let stage = line.stage, missing.contains(stage), let entry = walk.entry(of: line) else {
        return seen < limit
      }
      missing.remove(stage)
      switch entry.content {
      case .attemptStarted(let attempt), .attemptFinished(let attempt):
        found[attempt.stage] = attempt
      case .stageFinished(let stage): found[stage.stage] = stage.asAttempt
      case .runStarted, .warning, .runFinished, .accepted, .unknown: break
      }
      return !missing.isEmpty && seen < limit
    }
    return found
  }
}

extension LoggedAttempt {
  /// Tells it from all others.
  fileprivate var key: String { "\(run)/\(number)/\(stage)" }
}

extension LoggedStage {
  /// The stage's last attempt, as far as the line of the stage tells of it.
  fileprivate var asAttempt: LoggedAttempt {
    LoggedAttempt(
      run: run,
      stage: stage,
      number: attempts,
      start: start,
      duration: duration,
      end: end,
      reasons: reasons,
      log: log
    )
  }
}

/// Remembers of each name whether it is wanted.
private struct WantedNames {
  private let isWanted: (String) -> Bool
  private var known: [ArraySlice<UInt8>: Bool] = [:]

  init(_ isWanted: @escaping (String) -> Bool) {
    self.isWanted = isWanted
  }

  mutating func contains(_ name: ArraySlice<UInt8>) -> Bool {
    if let known = known[name] { return known }
    let answer = isWanted(String(decoding: name, as: UTF8.self))
    // A copy: a slice would keep the piece of the log that it was cut from.
    known[Array(name)[...]] = answer
    return answer
  }
}
