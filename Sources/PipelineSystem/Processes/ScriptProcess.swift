internal import CPipelineSystem
internal import Foundation
package import PipelinePlanning

/// Starts a script in a process group of its own, watches it, and ends what is left of its group.
package struct ScriptProcess {
  private var leader: Leader
  private let attempt: RunningAttempt
  private let launch: Launch
  /// The steps that end its group.
  private let teardown: [TeardownStep]
  private var watch: ScriptWatch
  /// The processes outside the group, as the first look found them.
  private var strays: Set<ProcessEntry.Identity> = []
  private let tell: (ScriptMessage) -> Void

  /// Makes orphans children of this process from now on (Linux).
  ///
  /// So the runner finds a process that leaves its group, and ends it with the script. Call this once, in a
  /// process that starts children only with this module.
  package static func adoptOrphans() {
    Launcher.prepare()
    OwnChildren.adoptOrphans()
  }

  /// Runs a script to its end; afterwards no process of it is left, unless it `survived`.
  ///
  /// Blocks, so call it on a thread of its own, never on the cooperative pool. Many threads may call it at
  /// once.
  ///
  /// - Parameters:
  ///   - launch: The program. Its standard input is empty.
  ///   - output: The descriptor for its standard output and error; stays open.
  ///   - attempt: The attempt that the script belongs to.
  ///   - teardown: The steps that end its group; nil for the usual steps with the launch's grace time.
  ///   - started: Called on this thread with the process id as soon as there is one.
  ///   - tell: Called on this thread with each report, while the script runs and at its end.
  /// - Returns: The end of the script.
  package static func run(
    _ launch: Launch,
    output: Int32,
    of attempt: RunningAttempt,
    teardown: [TeardownStep]? = nil,
    started: (Int32) -> Void = { _ in },
    tell: @escaping (ScriptMessage) -> Void = { _ in }
  ) -> ProcessEnd {
    let leader: Leader
    do {
      guard let found = try Launcher.start(launch, output: output, of: attempt) else {
        return .stopped
      }
      leader = found
    } catch {
      return .notStarted(error)
    }
    defer { leader.close() }
    started(leader.group.leader)
    var process = ScriptProcess(
      leader: leader,
      attempt: attempt,
      launch: launch,
      teardown: teardown ?? TeardownStep.steps(grace: launch.grace),
      watch: ScriptWatch(leader: leader.group.leader, now: MonotonicClock.now),
      tell: tell
    )
    return process.runToEnd()
  }

  private mutating func runToEnd() -> ProcessEnd {
    let end = waitForEnd()
    if let cpu = leader.cpu { watch.count(cpu: cpu) }
    // End the group after every kind of end: a process that is left may still write a file that the next
    // script writes.
    let isGone = endGroup()
    if !isGone { strays = findStrays() }
    // Do not report processes that the runner ended together with their script.
    if !strays.isEmpty, end.isOwn || !isGone {
      tell(.leftBehind(Orphans(processes: strays.map(\.pid).sorted(), isGone: isGone)))
    }
    tell(.used(watch.usage))
    return isGone ? end : .survived
  }

  /// Waits until the leader ends, the time limit is reached, or the attempt is stopped.
  private mutating func waitForEnd() -> ProcessEnd {
    var clock = Stopwatch(interval: .milliseconds(250), now: MonotonicClock.now)
    while true {
      let bell = attempt.bell
      if let end = leader.end() { return end }
      if attempt.stop > .none { return .stopped }
      if let limit = launch.timeLimit, clock.elapsed >= limit { return .timedOut(after: limit) }
      let now = MonotonicClock.now
      if let memory = watch.sample(now: now) { tell(.holdsMemory(memory)) }
      wait(min(clock.sleep(until: launch.timeLimit), watch.untilSample(now)), bell)
      clock.wake(at: MonotonicClock.now)
    }
  }

  /// Ends all remaining processes inside and outside the group, the leader included.
  ///
  /// Returns false if a process survives all steps.
  private mutating func endGroup() -> Bool {
    watch.markEnding()
    if leader.end() != nil {
      if watch.leavesNothing(now: MonotonicClock.now) { return true }
      if settles(), !OwnChildren.adoptsOrphans { return true }
      if isGone { return true }
    }
    for step in teardown {
      if attempt.stop == .atOnce, step != .kill { continue }
      for signal in step.signals { leader.send(signal) }
      for stray in findStrays() {
        for signal in step.signals { ScriptWatch.send(signal, to: stray) }
      }
      if isGone(within: step.patience, killing: step == .kill) { return true }
    }
    return false
  }

  /// Whether the group is empty soon after its leader ended by itself.
  ///
  /// Foundation reaps the leader about 0.1 ms after its end. If the group still exists after 2 ms, another
  /// process may be in it. Then this reads the table of processes.
  private func settles() -> Bool {
    for _ in 0..<20 {
      if leader.group.isGone { return true }
      usleep(30)
    }
    return !leader.group.hasLiving
  }

  /// Whether no process of the script lives, inside or outside the group.
  private var isGone: Bool {
    mutating get { leader.end() != nil && !leader.group.hasLiving && findStrays().isEmpty }
  }

  /// Finds the living processes outside the group; keeps those of the first find for the report.
  private mutating func findStrays() -> Set<ProcessEntry.Identity> {
    let found = watch.strays(groupIsGone: leader.end() != nil && leader.group.isGone)
    if strays.isEmpty { strays = found }
    return found
  }

  /// Waits until no process is left; returns false if the time runs out first, or if a stop asks for KILL at
  /// once.
  private mutating func isGone(within patience: Duration, killing: Bool) -> Bool {
    var pause = Duration.milliseconds(1)
    // On a busy machine, a look may take longer than a pause. The clock counts that time, too.
    var clock = Stopwatch(interval: .milliseconds(250), now: MonotonicClock.now)
    while true {
      if isGone { return true }
      // A process that started after the signal was sent has not received it.
      if killing { for stray in findStrays() { ScriptWatch.send(SIGKILL, to: stray) } }
      if clock.elapsed >= patience { return false }
      if !killing, attempt.stop == .atOnce { return false }
      wait(min(pause, clock.sleep(until: patience)), nil)
      clock.wake(at: MonotonicClock.now)
      pause = min(pause * 2, .milliseconds(50))
    }
  }

  /// Sleeps until the leader ends or the bell rings, but at most for this time.
  private mutating func wait(_ time: Duration, _ bell: Bell?) {
    let ended = leader.end() != nil
    let exit = ended ? -1 : leader.group.exitDescriptor
    // Without a descriptor (on an old kernel, or if none was free) the end cannot wake this thread.
    let longest: Duration = exit >= 0 || ended ? time : min(time, .milliseconds(10))
    let isWoken =
      bell?.wait(or: exit, atMost: longest)
      ?? (pipeline_poll(exit, -1, longest.pollMilliseconds) != 0)
    // The descriptor may be readable before the child can be waited for: under a tracer, or for a moment on
    // macOS. The pause avoids a busy loop.
    if isWoken, leader.end() == nil { usleep(1000) }
  }
}

/// The end of a script's process.
package enum ProcessEnd: Sendable, Equatable {
  /// It exited by itself with this status, 0 to 255.
  case exited(Int32)
  /// This signal ended it, and the runner had not sent it.
  case signaled(Int32)
  /// It was still running at this time limit, and the runner ended it.
  case timedOut(after: Duration)
  /// It ended, but other code in this process took its status.
  case lost
  /// It is over, but one of its processes survived KILL.
  case survived
  /// It never ran.
  case notStarted(LaunchFault)
  /// The runner ended it, or did not start it, because its attempt was stopped.
  case stopped

  /// Whether the script ended on its own, without the runner ending it.
  var isOwn: Bool {
    switch self {
    case .exited, .signaled, .lost: true
    case .timedOut, .survived, .notStarted, .stopped: false
    }
  }
}

/// A report about a running script.
package enum ScriptMessage: Sendable, Equatable {
  /// The memory that the script's processes hold together at this moment, in bytes.
  case holdsMemory(Int64)
  /// Processes outside its process group outlived it; `Orphans` says whether the runner could end them.
  case leftBehind(Orphans)
  /// It has ended and used these resources.
  case used(ResourceUsage)
}
