internal import CPipelineSystem

/// Starts a program in a process group of its own and sees it to its end.
package struct ScriptProcess {
  /// The program, started.
  private var leader: Leader
  /// Where its group is noted, and whose stop it heeds.
  private let live: LiveProcesses
  /// What was asked for.
  private let launch: Launch
  /// How its group is ended.
  private let teardown: [TeardownStep]

  /// Runs a program to its end and returns how it ended; nothing of its group is left then, unless it
  /// `survived`.
  ///
  /// Blocks, so it is to be called on a thread of one's own, never on the cooperative pool. May be
  /// called on many threads at once. Standard input is empty; standard output and error are
  /// `output`, which stays open. `teardown` is how its group is ended; nil: with the launch's grace
  /// time. `started` is told the process id, on the calling thread, as soon as there is one.
  package static func run(
    _ launch: Launch,
    output: Int32,
    among live: LiveProcesses,
    teardown: [TeardownStep]? = nil,
    started: (Int32) -> Void = { _ in }
  ) -> ProcessEnd {
    let leader: Leader
    do {
      guard let found = try Launcher.start(launch, output: output, stop: live.stop) else {
        return .stopped
      }
      leader = found
    } catch {
      return .notStarted(error)
    }
    live.add(leader.group)
    defer {
      live.remove(leader.group)
      leader.close()
    }
    started(leader.group.leader)
    var process = ScriptProcess(
      leader: leader,
      live: live,
      launch: launch,
      teardown: teardown ?? TeardownStep.steps(grace: launch.grace)
    )
    let end = process.waitForEnd()
    // Whatever the end was: something may still be writing what the next one would.
    return process.endGroup() ? end : .survived
  }

  /// Waits for whatever comes first: the leader's own end, the limit, or a stop.
  private mutating func waitForEnd() -> ProcessEnd {
    var watch = Stopwatch(interval: .milliseconds(250), now: MonotonicClock.now)
    while true {
      if let end = leader.end() { return end }
      if live.stop.level > .none { return .stopped }
      if let limit = launch.timeLimit, watch.elapsed >= limit { return .timedOut(after: limit) }
      wait(watch.sleep(until: launch.timeLimit), heedingStop: true)
      watch.wake(at: MonotonicClock.now)
    }
  }

  /// Ends whoever is left of the group, the leader included; false if they outlive it all.
  private mutating func endGroup() -> Bool {
    if leader.end() != nil, settles() { return true }
    for step in teardown {
      if live.stop.level == .kill, step != .kill { continue }
      for signal in step.signals { leader.send(signal) }
      if isGone(within: step.patience, orKilled: step != .kill) { return true }
    }
    return false
  }

  /// Whether nobody is left after a leader that ended by itself: the usual case, answered in
  /// microseconds.
  ///
  /// Foundation reaps the leader about 0.1 ms after its end. If the group is still there after 2
  /// ms, someone else may be in it, and the table of processes tells.
  private func settles() -> Bool {
    for _ in 0..<20 {
      if leader.group.isGone { return true }
      pipeline_nap(30)
    }
    return !leader.group.hasLiving
  }

  /// Waits until nobody of the group lives; false if the patience ran out first, or a kill came.
  private mutating func isGone(within patience: Duration, orKilled: Bool) -> Bool {
    var pause = Duration.milliseconds(1)
    var watch = Stopwatch(interval: .milliseconds(50), now: MonotonicClock.now)
    while true {
      if leader.end() != nil, !leader.group.hasLiving { return true }
      if watch.elapsed >= patience { return false }
      if orKilled, live.stop.level == .kill { return false }
      wait(min(pause, watch.sleep(until: patience)), heedingStop: false)
      watch.wake(at: MonotonicClock.now)
      pause = min(pause * 2, watch.interval)
    }
  }

  /// Sleeps until the leader ends, or a stop is asked for if that is to be heeded, at most this
  /// long.
  private mutating func wait(_ time: Duration, heedingStop: Bool) {
    let ended = leader.end() != nil
    let exit = ended ? -1 : leader.group.exitDescriptor
    // Without a descriptor (an old kernel, or none free) there is nothing to wake up by.
    let longest: Duration = exit >= 0 || ended ? time : min(time, .milliseconds(10))
    let stop = heedingStop ? live.stop.descriptor : -1
    let woken = pipeline_poll(exit, stop, longest.pollMilliseconds)
    // Readable, yet not waitable: under a tracer, or for a moment on macOS. Not a busy loop.
    if woken & 1 != 0, leader.end() == nil { pipeline_nap(1000) }
  }
}
