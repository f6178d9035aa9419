internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// Time passes: what is due, what is printed, and where the run stands.
extension Run {
  /// The next stage that there is a place for, those included whose wait for another attempt is over.
  mutating func nextToStart() -> Int? {
    if !delays.isEmpty {
      let now = clock.steady
      for index in delays.filter({ $0.value <= now }).keys.sorted() {
        delays[index] = nil
        schedule.endDelay(of: index)
      }
    }
    return schedule.nextToStart(freeMemory: freeMemory)
  }

  /// Tells what of the machine's memory is neither in use nor expected to be taken yet by what runs, in
  /// bytes.
  private var freeMemory: () -> Int? {
    { [runner, live] in
      guard let free = runner.freeMemory else { return nil }
      let promised = live.values.reduce(0) { sum, attempt in
        sum + max(0, attempt.expectedMemory - Int(attempt.heldMemory))
      }
      return Int(free) - promised
    }
  }

  mutating func tick() {
    inbox.acceptTick()
    for index in live.keys.sorted() { drain(index) }
    journal.reporter.tick(progress)
  }

  /// Hands on what the scripts of a stage have printed.
  mutating func drain(_ index: Int, upTo limit: Int = .max) {
    guard journal.reporter.wantsOutput else { return }
    let stage = name(index)
    follower.drain(stage, upTo: limit) { piece in
      switch piece {
      case .bytes(let bytes): journal.reporter.output(bytes, of: stage)
      case .skipped(let count): journal.reporter.skip(count, of: stage)
      }
    }
  }

  private var progress: Progress {
    let now = clock.steady
    let waiting = [StageState.waiting, .ready, .queued].reduce(0) { $0 + schedule.count(in: $1) }
    return Progress(
      running: live.sorted { ($0.value.started, $0.key) < ($1.value.started, $1.key) }
        .map { index, live in
          Progress.Running(
            stage: name(index),
            attempt: live.attempt.number,
            elapsed: now - live.started,
            usual: estimates[index]?.duration
          )
        },
      retrying: schedule.stages(in: .retrying).map { index in
        Progress.Retrying(
          stage: name(index),
          attempt: nextNumber(of: index),
          wait: delays[index].map { max(0, $0 - now) } ?? 0
        )
      },
      succeeded: schedule.count(in: .succeeded),
      upToDate: unaffected.count + schedule.count(in: .upToDate),
      failed: schedule.count(in: .failed),
      notRun: schedule.count(in: .blocked) + schedule.count(in: .cancelled),
      waiting: waiting,
      held: schedule.isDraining ? [:] : schedule.held(freeMemory: freeMemory),
      elapsed: now - started,
      remaining: schedule.remaining(elapsed: live.mapValues { now - $0.started }),
      isEnding: schedule.isDraining
    )
  }

  /// What the records say of the stages of a plan; what is to be left alone takes no time.
  static func estimates(_ plan: Plan, _ graph: Graph, _ memory: Memory) -> [Int: Estimate] {
    var estimates: [Int: Estimate] = [:]
    for entry in plan.entries {
      let record = memory.histories[graph.name(of: entry.stage)]?.record
      estimates[entry.stage] = Estimate(
        duration: entry.verdict == .upToDate ? 0 : record?.duration,
        memory: record?.peakMemory.map { Int($0) }
      )
    }
    return estimates
  }
}
