import PipelinePlanning

/// Compares what a run has told with what its scripts did and with what the log and the records hold.
struct RunCheck {
  let machine: Machine
  let spec: PipelineSpec
  let outcome: Outcome
  let isCluster: Bool
  let starts: [ScriptHost.Job]
  let ends: [ScriptHost.Ended]
  /// Without what is told of stages of which an earlier attempt goes on: how those ran is not checked.
  private var events: [Event] {
    outcome.attached.isEmpty
      ? outcome.events : outcome.events.filter { !isOfAttached($0) }
  }
  private var summary: Event.RunSummary { outcome.summary }

  /// Checks a run that came to its end.
  func checkWhole(_ histories: Histories) {
    checkAttempts()
    checkStages()
    checkCounts()
    if summary.fault == nil { checkRecords(histories) }
  }

  private func fail(_ text: String) { machine.fail("run \(outcome.id): \(text)") }

  /// Every script that was started is told, in order; a stage runs again only by its `Retry`.
  ///
  /// - Parameter isDead: Whether the runner died; then jobs in a queue were not told of.
  func checkAttempts(isDead: Bool = false) {
    var told: [String] = []
    var isAgain: [String: Bool] = [:]
    var numbers: [String: Int] = [:]
    for event in events {
      switch event {
      case .attemptStarted(let start):
        told.append("\(start.stage) \(start.number)")
        if start.number != numbers[start.stage, default: 0] + 1 {
          fail(
            "attempt \(start.number) of `\(start.stage)` follows \(numbers[start.stage, default: 0])"
          )
        }
        if start.number > (spec.stage(named: start.stage)?.retries ?? 0) + 1 {
          fail("`\(start.stage)` has more attempts than its `Retry` allows")
        }
        if start.number > 1, isAgain[start.stage] != true {
          fail("`\(start.stage)` ran twice without a retry")
        }
        numbers[start.stage] = start.number
        isAgain[start.stage] = false
      case .attemptFinished(let end):
        if case .again = end.decision { isAgain[end.stage] = true }
      default: break
      }
    }
    let run = starts.filter { !outcome.attached.contains($0.stage) }
      .map { "\($0.stage) \($0.number)" }
    if isCluster && isDead { return }
    if isCluster ? !Set(run).isSubset(of: told) : !told.starts(with: run) {
      fail("told were the attempts \(told), run were \(run)")
    }
  }

  /// Every selected stage has one end, and none started before those it needs had theirs.
  private func checkStages() {
    var ends: [String: String] = [:]
    var done: Set<String> = []
    func end(_ stage: String, _ words: String) {
      if let other = ends[stage] { fail("`\(stage)` is \(other) and \(words)") }
      ends[stage] = words
    }
    for event in outcome.events {
      switch event {
      case .stageUpToDate(let stage):
        end(stage, "up to date")
        done.insert(stage)
      case .stageFinished(let stage):
        end(stage.stage, "finished")
        if stage.end.isSuccess { done.insert(stage.stage) }
      case .stageBlocked(let stage, _, _): end(stage, "blocked")
      case .stageCancelled(let stage): end(stage, "cancelled")
      case .attemptStarted(let start):
        guard let stage = spec.stage(named: start.stage), !outcome.attached.contains(start.stage)
        else { continue }
        for other in spec.upstream(of: stage)
        where outcome.selected.contains(other.name) && !done.contains(other.name) {
          fail("`\(start.stage)` was started before `\(other.name)` was done")
        }
      default: break
      }
    }
    if Set(ends.keys) != outcome.selected {
      fail("selected were \(outcome.selected.sorted()), ended have \(ends.keys.sorted())")
    }
  }

  /// The last line counts what the others tell, and what the scripts did.
  private func checkCounts() {
    var (succeeded, upToDate) = (0, 0)
    var (failed, blocked, cancelled) = (Set<String>(), Set<String>(), Set<String>())
    for event in outcome.events {
      switch event {
      case .stageUpToDate: upToDate += 1
      case .stageFinished(let stage) where stage.end.isSuccess: succeeded += 1
      case .stageFinished(let stage) where stage.end == .stopped: cancelled.insert(stage.stage)
      case .stageFinished(let stage): failed.insert(stage.stage)
      case .stageBlocked(let stage, _, _): blocked.insert(stage)
      case .stageCancelled(let stage): cancelled.insert(stage)
      default: break
      }
    }
    if summary.succeeded != succeeded || summary.upToDate != upToDate
      || Set(summary.failed) != failed || Set(summary.blocked) != blocked
      || Set(summary.cancelled) != cancelled
    {
      fail("the summary is \(summary), told were \(succeeded) successes and \(upToDate) up to date")
    }
    if summary.isSuccess
      != (succeeded + upToDate == outcome.selected.count && summary.signal == nil
        && summary.fault == nil)
    {
      fail("the outcome is \(summary.isSuccess), the counts say otherwise: \(summary)")
    }
    if !outcome.attached.isEmpty { return }
    let finished = events.compactMap { event in
      if case .attemptFinished(let end) = event { end } else { nil }
    }
    if finished.count != ends.count {
      fail("\(ends.count) scripts ended, told were \(finished.count)")
    }
    for end in ends {
      let told = finished.first { $0.stage == end.stage && $0.number == end.number }?.end
      let isRight =
        end.end == .succeeded ? told?.hasStartedScript == true : told == end.end.attemptEnd
      if !isRight {
        fail(
          "attempt \(end.number) of `\(end.stage)` ended as \(end.end), told was \(String(describing: told))"
        )
      }
    }
  }

  /// The records say of each stage what its last line says.
  private func checkRecords(_ histories: Histories) {
    for case .stageFinished(let stage) in events where stage.attempts > 0 {
      let history = histories[stage.stage]
      let isRight =
        stage.end.isSuccess
        ? history?.lastAttempt == .succeeded && history?.record?.run == outcome.id
        : history?.lastAttempt == .failed(stage.end)
      if !isRight {
        fail(
          "`\(stage.stage)` ended as \(stage.end), recorded is \(String(describing: history?.lastAttempt))"
        )
      }
    }
  }

  /// The log holds the lines of the run and nothing else.
  ///
  /// - Parameters:
  ///   - before: What was in the log before it.
  ///   - after: What is in it now.
  ///   - isDead: Whether the runner died: the line that it was about to write may be there in part.
  func checkLog(before: String, after: String, isDead: Bool) {
    let lines = outcome.lines.map { String(decoding: $0, as: UTF8.self) }
    let start = before.isEmpty || before.hasSuffix("\n") ? before : before + "\n"
    let whole = start + lines.joined()
    let isRight = isDead ? after.hasPrefix(whole) : after == whole
    // A runner that died before it opened the log has written nothing.
    if !isRight, !(isDead && lines.isEmpty) {
      fail("the log does not hold the lines of the run")
    }
  }

  /// Where writes failed, each line of the log is one of the run, or the beginning of one.
  func checkLogWithFault(before: String, after: String) {
    let lines = outcome.lines.map { String(decoding: $0, as: UTF8.self) }
    let added = after.dropFirst(before.count).split(separator: "\n")
    for line in added where !lines.contains(where: { $0.hasPrefix(line) }) {
      fail("a line of the log is none of the run: \(line)")
    }
  }

  private func isOfAttached(_ event: Event) -> Bool {
    let stage =
      switch event {
      case .attemptStarted(let start): start.stage
      case .attemptFinished(let end): end.stage
      case .stageFinished(let end): end.stage
      case .stageUpToDate(let stage), .stageBlocked(let stage, _, _), .stageCancelled(let stage):
        stage
      default: ""
      }
    return outcome.attached.contains(stage)
  }
}
