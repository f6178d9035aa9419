internal import PipelineDescription

/// The time that each stage waits from ready to started, by cause, in seconds of the caller's clock.
///
/// All stages in a line of `StartQueue` lack the same resources, so each line has totals by cause. A stage
/// copies the totals when it is queued; its wait is the difference to the totals when it starts.
struct Waits: Sendable {
  /// If a stage lacks several things, the first cause in this order counts.
  enum Cause: Hashable, Sendable {
    case slot
    case resource(String)
    case memory
    case exclusive(String)
    case delay
  }

  private struct Line: Sendable {
    /// The seconds by cause, until `since`.
    var totals: [(cause: Cause, seconds: Double)] = []
    var cause: Cause?
    var since = 0.0

    /// Adds the time from `since` to `now` to the total for the current cause of waiting.
    mutating func settle(_ now: Double) {
      defer { since = now }
      guard let cause, now > since else { return }
      if let position = totals.firstIndex(where: { $0.cause == cause }) {
        totals[position].seconds += now - since
      } else {
        totals.append((cause, now - since))
      }
    }
  }

  private struct Stage: Sendable {
    /// The time when the upstream stages were finished, or when the stage's last attempt ended.
    var ready = 0.0
    var delay = 0.0
    /// The copy of its line's totals, made when the stage was queued.
    var before: [(cause: Cause, seconds: Double)] = []
  }

  private var lines: [Line]
  private var stages: [StageID: Stage] = [:]
  private(set) var now: Double

  init(lines count: Int, now: Double) {
    self.now = now
    lines = Array(repeating: Line(), count: count)
  }

  mutating func advance(to time: Double) { now = max(now, time) }

  mutating func makeReady(_ stage: StageID) { stages[stage] = Stage(ready: now) }

  /// `wasDelayed` says that the time since `ready` was a retry delay.
  mutating func enqueue(_ stage: StageID, line: Int, wasDelayed: Bool) {
    lines[line].settle(now)
    guard var waiting = stages[stage] else { return }
    if wasDelayed { waiting.delay = now - waiting.ready }
    waiting.before = lines[line].totals
    stages[stage] = waiting
  }

  /// From now on, the queued stages of the line wait for this cause; nil if none waits.
  mutating func note(_ cause: Cause?, line: Int) {
    if lines[line].cause == cause { return }
    lines[line].settle(now)
    lines[line].cause = cause
  }

  func readyTime(of stage: StageID) -> Double? { stages[stage]?.ready }

  /// Returns the seconds since the stage became ready, by cause.
  mutating func waits(of stage: StageID, line: Int) -> [(cause: Cause, seconds: Double)] {
    guard let waiting = stages[stage] else { return [] }
    lines[line].settle(now)
    let delay = waiting.delay > 0 ? [(cause: Cause.delay, seconds: waiting.delay)] : []
    return delay
      + lines[line].totals.compactMap { total in
        let before = waiting.before.first { $0.cause == total.cause }?.seconds ?? 0
        return total.seconds > before ? (total.cause, total.seconds - before) : nil
      }
  }
}

extension Schedule {
  /// The time is in seconds of a clock that never goes back.
  package mutating func advance(to time: Double) { waits.advance(to: time) }

  /// Notes why queued stages wait from now on; the loop calls this before it waits.
  package mutating func noteWaits(freeMemory: () -> Int?) {
    let hasQueued = count(in: .queued) + count(in: .retrying) > 0
    let reservations = hasQueued ? reservations(freeMemory) : []
    for line in queue.demands.indices {
      guard hasQueued, queue.hasWaiting(line) else {
        waits.note(nil, line: line)
        continue
      }
      let demand = queue.demands[line]
      waits.note(
        admission.cause(of: demand, exclusives, freeMemory)
          ?? queue.first(in: line).flatMap {
            cause(keeping: holder(of: demand, rank: $0, reservations))
          },
        line: line
      )
    }
  }

  private func cause(keeping resource: String?) -> Waits.Cause? {
    resource.map { name in
      if name == ResourceAmount.memory { return .memory }
      return exclusives.contains(name) ? .exclusive(name) : .resource(name)
    }
  }

  /// Returns the time when a stage became ready, and its waits from then until now.
  package mutating func waits(
    of stage: StageID
  ) -> (ready: Double, waits: [Event.AttemptStart.Wait])? {
    guard let ready = waits.readyTime(of: stage) else { return nil }
    var found = waits.waits(of: stage, line: line[stage]).map { wait in
      switch wait.cause {
      case .slot: Event.AttemptStart.Wait(what: "slot", seconds: wait.seconds)
      case .resource(let name):
        Event.AttemptStart.Wait(what: "resource", name: name, seconds: wait.seconds)
      case .memory: Event.AttemptStart.Wait(what: "memory", seconds: wait.seconds)
      case .exclusive(let name):
        Event.AttemptStart.Wait(what: "exclusive", name: name, seconds: wait.seconds)
      case .delay: Event.AttemptStart.Wait(what: "delay", seconds: wait.seconds)
      }
    }
    // In the rest of the time, the runner judges the stage, reads contents and prepares outputs.
    let own = waits.now - ready - found.reduce(0) { $0 + $1.seconds }
    if own >= 0.001 { found.append(Event.AttemptStart.Wait(what: "runner", seconds: own)) }
    return (ready, found)
  }
}
