internal import CPipelineSystem
internal import PipelinePlanning

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

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
  /// Sees what it takes, and what leaves its group.
  private var watch: ScriptWatch
  /// What had left its group when that was first seen.
  private var strays: Set<ProcessEntry.Identity> = []
  /// Who is told what is to be told of it while it runs.
  private let tell: (ScriptMessage) -> Void

  /// From now on whatever leaves its group is found and ended with it, where the system has it
  /// (Linux): once, by a process that starts children only here.
  package static func adoptOrphans() {
    Launcher.prepare()
    OwnChildren.adoptOrphans()
  }

  /// Runs a program to its end and returns how it ended; nothing of its group is left then, unless it
  /// `survived`.
  ///
  /// Blocks, so it is to be called on a thread of one's own, never on the cooperative pool. May be
  /// called on many threads at once. Standard input is empty; standard output and error are
  /// `output`, which stays open. `teardown` is how its group is ended; nil: with the launch's grace
  /// time. `started` is told the process id as soon as there is one, and `tell` what else there is to
  /// tell, both on the calling thread.
  package static func run(
    _ launch: Launch,
    output: Int32,
    among live: LiveProcesses,
    teardown: [TeardownStep]? = nil,
    started: (Int32) -> Void = { _ in },
    tell: @escaping (ScriptMessage) -> Void = { _ in }
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
    let watch = ScriptWatch(
      leader: leader.group.leader,
      now: MonotonicClock.now
    )
    live.add(leader.group)
    defer {
      live.remove(leader.group)
      watch.close()
      leader.close()
    }
    started(leader.group.leader)
    var process = ScriptProcess(
      leader: leader,
      live: live,
      launch: launch,
      teardown: teardown ?? TeardownStep.steps(grace: launch.grace),
      watch: watch,
      tell: tell
    )
    return process.runToEnd()
  }

  private mutating func runToEnd() -> ProcessEnd {
    let end = waitForEnd()
    if let cpu = leader.cpu { watch.count(cpu: cpu) }
    // Whatever the end was: something may still be writing what the next one would.
    let isGone = endGroup()
    if !isGone { strays = findStrays() }
    // What was ended together with the script itself is no news.
    if !strays.isEmpty, end.isOwn || !isGone {
      tell(.leftBehind(Leftovers(processes: strays.map(\.pid).sorted(), isGone: isGone)))
    }
    tell(.used(watch.usage))
    return isGone ? end : .survived
  }

  /// Waits for whatever comes first: the leader's own end, the limit, or a stop.
  private mutating func waitForEnd() -> ProcessEnd {
    var clock = Stopwatch(interval: .milliseconds(250), now: MonotonicClock.now)
    while true {
      if let end = leader.end() { return end }
      if live.stop.level > .none { return .stopped }
      if let limit = launch.timeLimit, clock.elapsed >= limit { return .timedOut(after: limit) }
      let now = MonotonicClock.now
      if let memory = watch.sample(now: now) { tell(.holdsMemory(memory)) }
      wait(min(clock.sleep(until: launch.timeLimit), watch.untilSample(now)), heedingStop: true)
      clock.wake(at: MonotonicClock.now)
    }
  }

  /// Ends whoever is left of the group or has left it, the leader included; false if they outlive it
  /// all.
  private mutating func endGroup() -> Bool {
    watch.markEnding()
    if leader.end() != nil {
      if watch.leavesNothing(now: MonotonicClock.now) { return true }
      if settles(), !OwnChildren.adoptsOrphans { return true }
      if isGone { return true }
    }
    for step in teardown {
      if live.stop.level == .kill, step != .kill { continue }
      for signal in step.signals { leader.send(signal) }
      for stray in findStrays() {
        for signal in step.signals { ScriptWatch.send(signal, to: stray) }
      }
      if isGone(within: step.patience, killing: step == .kill) { return true }
    }
    return false
  }

  /// Whether nobody of the group is left after a leader that ended by itself.
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

  /// Whether nobody of the group lives, nor of what has left it.
  private var isGone: Bool {
    mutating get { leader.end() != nil && !leader.group.hasLiving && findStrays().isEmpty }
  }

  /// What lives outside the group; the first that is found is what is told.
  private mutating func findStrays() -> Set<ProcessEntry.Identity> {
    let found = watch.strays(groupIsGone: leader.end() != nil && leader.group.isGone)
    if strays.isEmpty { strays = found }
    return found
  }

  /// Waits until nobody is left; false if the patience ran out first, or a kill came.
  private mutating func isGone(within patience: Duration, killing: Bool) -> Bool {
    var pause = Duration.milliseconds(1)
    // On a busy machine a look may take longer than a pause, and counts all the same.
    var clock = Stopwatch(interval: .milliseconds(250), now: MonotonicClock.now)
    while true {
      if isGone { return true }
      // What was started after the signal was sent has not heard it.
      if killing { for stray in findStrays() { ScriptWatch.send(SIGKILL, to: stray) } }
      if clock.elapsed >= patience { return false }
      if !killing, live.stop.level == .kill { return false }
      wait(min(pause, clock.sleep(until: patience)), heedingStop: false)
      clock.wake(at: MonotonicClock.now)
      pause = min(pause * 2, .milliseconds(50))
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
