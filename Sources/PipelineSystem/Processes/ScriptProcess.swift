internal import CPipelineSystem
internal import Foundation
package import PipelinePlanning

/// Runs a script in a process group of its own, and stops all its processes at its end.
package struct ScriptProcess {
  private var leader: Leader
  private let attempt: RunningAttempt
  private let launch: Launch
  private let teardown: [TeardownStep]
  private var watch: ScriptWatch
  /// The processes outside the group, as the first look found them.
  private var strays: Set<ProcessEntry.Identity> = []
  private let tell: (ScriptMessage) -> Void

  /// From now on, orphans become children of this process, so that it can stop them with their script
  /// (Linux).
  ///
  /// Call this once, in a process that starts children only with this module.
  package static func adoptOrphans() {
    Launcher.prepare()
    OwnChildren.adoptOrphans()
  }

  /// Runs a script to its end; afterwards no process of it is left, unless the result is `survived`.
  ///
  /// This blocks, so call it on a thread of its own, never on the cooperative pool; many threads can call it
  /// in parallel. The script's input is empty. Its output and error go to `output`, which stays open.
  /// `teardown` is nil for the usual steps. `started` gets the process id, and `tell` gets reports while the
  /// script runs and at its end, both on this thread.
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
    // After any kind of end, stop the group, because a process that is left could write to the next script's
    // files.
    let isGone = endGroup()
    if !isGone { strays = findStrays() }
    // Do not report processes that the runner stopped together with their script.
    if !strays.isEmpty, end.isOwn || !isGone {
      tell(.leftBehind(Orphans(processes: strays.map(\.pid).sorted(), isGone: isGone)))
    }
    tell(.used(watch.usage))
    return isGone ? end : .survived
  }

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

  /// Stops all processes inside and outside the group, the leader included; false if one survives all steps.
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
  /// Foundation usually reaps the leader about 0.1 ms after its end. After 2 ms, another process is perhaps
  /// in the group, so this reads the table of processes.
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

  /// Finds the living processes outside the group; keeps those of the first look for the report.
  private mutating func findStrays() -> Set<ProcessEntry.Identity> {
    let found = watch.strays(groupIsGone: leader.end() != nil && leader.group.isGone)
    if strays.isEmpty { strays = found }
    return found
  }

  /// Waits until no process is left; false if the time runs out first, or if a stop asks for immediate KILL.
  private mutating func isGone(within patience: Duration, killing: Bool) -> Bool {
    var pause = Duration.milliseconds(1)
    // On a busy machine, a look can take longer than a pause. The clock counts that time, too.
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
    // The pause avoids a busy loop while the descriptor is readable before the child can be waited for (under
    // a tracer, or for a moment on macOS).
    if isWoken, leader.end() == nil { usleep(1000) }
  }
}

package enum ProcessEnd: Sendable, Equatable {
  /// The status is from 0 to 255.
  case exited(Int32)
  /// This signal killed the process, and the runner had not sent it.
  case signaled(Int32)
  case timedOut(after: Duration)
  /// The process ended, but other code in the runner took its status.
  case lost
  /// The leader has ended, but one of the script's processes survived KILL.
  case survived
  case notStarted(LaunchFault)
  /// The attempt was stopped, so the runner stopped the process or did not start it.
  case stopped

  /// Whether the script ended without the runner stopping it.
  var isOwn: Bool {
    switch self {
    case .exited, .signaled, .lost: true
    case .timedOut, .survived, .notStarted, .stopped: false
    }
  }
}

package enum ScriptMessage: Sendable, Equatable {
  /// The memory of all processes of the script at this moment, in bytes.
  case holdsMemory(Int64)
  /// Processes outside the group outlived the script; `Orphans` says whether the runner could stop them.
  case leftBehind(Orphans)
  case used(ResourceUsage)
}
