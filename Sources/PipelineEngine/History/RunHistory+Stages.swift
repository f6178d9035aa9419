package import PipelinePlanning
internal import PipelineReporting

extension RunHistory {
  /// Returns the last `count` attempts of the stages with a wanted name, the newest first.
  package mutating func attempts(
    last count: Int,
    where isWanted: @escaping (String) -> Bool
  ) throws(SystemFault) -> [AttemptEvents] {
    let lines = try lines(last: count, includesChanges: false, where: isWanted)
    return Self.events(in: lines).compactMap { event in
      if case .attempt(let attempt) = event { attempt } else { nil }
    }
  }

  /// Returns the lines of the last `count` attempts and acceptances of wanted stages, in log order.
  package mutating func lines(
    last count: Int,
    includesChanges: Bool = true,
    where isWanted: @escaping (String) -> Bool
  ) throws(SystemFault) -> [FoundLine] {
    var names = WantedNames(isWanted)
    var lines: [FoundLine] = []
    var known: Set<AttemptOfRun> = []
    // The run of the oldest attempt so far; the walk may still find earlier lines of this attempt.
    var run: String?
    var events = 0
    try walk(includesChanges: includesChanges) { line, walk in
      if events >= count, run.map({ !line.run.elementsEqual($0.utf8) }) ?? true { return false }
      guard let stage = line.stage, names.contains(stage), let entry = walk.entry(of: line) else {
        return true
      }
      let key = AttemptOfRun(entry)
      let isKnown = key.map(known.contains) ?? false
      if !isKnown {
        if events >= count { return true }
        events += 1
        if let key {
          known.insert(key)
          run = key.run
        }
      }
      lines.append(FoundLine(entry: entry, bytes: line.bytes))
      return true
    }
    return lines.reversed()
  }

  /// Returns the attempts and acceptances, the newest first; `lines` must be in the order of the log.
  package static func events(in lines: [FoundLine]) -> [StageEvent] {
    var events: [StageEvent] = []
    // The positions in `events` of attempts whose start line has not been found yet.
    var ended: [AttemptOfRun: Int] = [:]
    for line in lines.lazy.map(\.entry).reversed() {
      switch line.event {
      case .attemptStarted(let start):
        guard let key = AttemptOfRun(line), let position = ended[key],
          case .attempt(var attempt) = events[position]
        else {
          events.append(.attempt(AttemptEvents(run: line.run, begun: start)))
          continue
        }
        attempt.begun = start
        events[position] = .attempt(attempt)
      case .attemptFinished(let end):
        if let key = AttemptOfRun(line) { ended[key] = events.count }
        events.append(.attempt(AttemptEvents(run: line.run, ended: end)))
      case .stageFinished(let stage) where stage.attempts == 0:
        events.append(.attempt(AttemptEvents(run: line.run, lastOf: stage)))
      case .accepted(let acceptance):
        events.append(.acceptance(run: line.run, acceptance))
      default: break
      }
    }
    return events
  }

  package mutating func stageNames(limit: Int = 10_000) throws(SystemFault) -> [String] {
    var names: Set<ArraySlice<UInt8>> = []
    try walk(includesChanges: true) { line, _ in
      if let stage = line.stage { names.insert(stage) }
      return names.count < limit
    }
    return names.map { String(decoding: $0, as: UTF8.self) }.sorted()
  }

  /// Returns the last attempt of each stage, if it is in the last `limit` bytes of the log.
  package mutating func last(
    of stages: Set<String>,
    limit: Int = 1 << 26
  ) throws(SystemFault) -> [String: AttemptEvents] {
    var missing = Set(stages.map { Array($0.utf8)[...] })
    var found: [String: AttemptEvents] = [:]
    var seen = 0
    if missing.isEmpty { return [:] }
    try walk { line, walk in
      seen += line.bytes.count
      guard let stage = line.stage, missing.contains(stage), line.event != .scriptFinished,
        let entry = walk.entry(of: line)
      else { return seen < limit }
      missing.remove(stage)
      if let attempt = AttemptEvents(entry) { found[attempt.stage] = attempt }
      return !missing.isEmpty && seen < limit
    }
    return found
  }
}

extension AttemptEvents {
  /// The line of a finished stage gives its last attempt; nil if the line belongs to no attempt.
  init?(_ line: LogLine) {
    switch line.event {
    case .attemptStarted(let start): self.init(run: line.run, begun: start)
    case .attemptFinished(let end): self.init(run: line.run, ended: end)
    case .stageFinished(let stage): self.init(run: line.run, lastOf: stage)
    default: return nil
    }
  }
}

private struct AttemptOfRun: Hashable {
  var run: String
  var stage: String
  var number: Int

  /// Nil if the line belongs to no attempt.
  init?(_ line: LogLine) {
    run = line.run
    switch line.event {
    case .attemptStarted(let start): (stage, number) = (start.stage, start.number)
    case .scriptFinished(let script): (stage, number) = (script.stage, script.attempt)
    case .attemptFinished(let end): (stage, number) = (end.stage, end.number)
    // The line of a finished stage follows the lines of its last attempt, so it belongs to that attempt.
    case .stageFinished(let finished): (stage, number) = (finished.stage, finished.attempts)
    default: return nil
    }
  }
}

/// A cache of the answers of `isWanted`, by name.
private struct WantedNames {
  private let isWanted: (String) -> Bool
  private var known: [ArraySlice<UInt8>: Bool] = [:]

  init(_ isWanted: @escaping (String) -> Bool) {
    self.isWanted = isWanted
  }

  mutating func contains(_ name: ArraySlice<UInt8>) -> Bool {
    if let known = known[name] { return known }
    let answer = isWanted(String(decoding: name, as: UTF8.self))
    // Copies the name, because a slice would keep its whole piece of the log in memory.
    known[Array(name)[...]] = answer
    return answer
  }
}
