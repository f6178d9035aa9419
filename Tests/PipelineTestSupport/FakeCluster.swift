package import PipelineEngine
package import PipelinePlanning
internal import PipelineSystem
internal import Synchronization

/// A cluster on the virtual clock: jobs wait in a queue, run, and go on when the runner is dead.
///
/// `Answers` says for each job what is late, lost, told twice or told wrongly.
package final class FakeCluster: AttemptExecutor {
  /// How a job fares, and what the executor tells of it.
  package struct Answers: Sendable {
    /// Seconds in the queue.
    package var queue = 1.0
    /// Seconds from its start to its end.
    package var running = 1.0
    package var end = AttemptEnd.succeeded
    /// The job exists, and the runner never hears of it.
    package var losesHandle = false
    /// How far the clock of its node is behind, in seconds.
    package var lag = 0.0
    /// How long its end takes to be told, in seconds.
    package var endDelay = 0.0
    /// The start is never told.
    package var losesStart = false
    /// The start is told once more after the end.
    package var tellsStartLate = false
    /// The end is told twice.
    package var tellsEndTwice = false
    /// A second, contrary end is told after the first.
    package var contradictsEnd = false
    /// The job vanishes from the cluster; recovery does not find it.
    package var vanishes = false

    package init() {}
  }

  /// A job and where it stands.
  package struct Job: Sendable {
    package enum State: Equatable, Sendable {
      case pending
      case running
      case ended(AttemptEnd)
      case vanished
    }

    package var attempt: Attempt
    package var handle: JobHandle
    package var state = State.pending
    package var answers: Answers
    /// When it began and ended, in milliseconds since 1970.
    package var begin: Int64 = 0
    package var end: Int64 = 0

    package var isAlive: Bool { state == .pending || state == .running }
  }

  private enum Action: Sendable {
    case begin(Int)
    case end(Int)
    case tell(Int, AttemptReport)
  }

  private struct State {
    var jobs: [Job] = []
    var events: [(time: Int64, number: Int, action: Action)] = []
    var eventCount = 0
    /// The runner that hears of each job, while it lives.
    var reports: [Int: @Sendable (AttemptReport) -> Void] = [:]
    var deathAt: Int?
    var overlaps = 0
  }

  private let files: VirtualFileSystem
  private let work: @Sendable (Attempt) -> Void
  private let answers: @Sendable (Attempt, _ job: Int) -> Answers
  private let state = Mutex(State())

  /// Makes a cluster.
  ///
  /// - Parameters:
  ///   - files: The disk, whose clock is the cluster's.
  ///   - answers: How each job fares, by its attempt and its number among all jobs.
  ///   - work: Writes the outputs of a job that succeeds.
  package init(
    files: VirtualFileSystem,
    answers: @escaping @Sendable (Attempt, _ job: Int) -> Answers = { _, _ in Answers() },
    work: @escaping @Sendable (Attempt) -> Void
  ) {
    self.files = files
    self.answers = answers
    self.work = work
  }

  package var name: String { "fake-cluster" }
  package var outlivesRunner: Bool { true }
  package var immediateHost: String? { nil }
  package var capacity: ExecutorCapacity { ExecutorCapacity() }
  package var freeMemory: Int64? { nil }

  /// All jobs, in the order of their submission.
  package var jobs: [Job] { state.withLock { $0.jobs } }

  /// How many jobs wait or run.
  package var aliveCount: Int { jobs.count { $0.isAlive } }

  /// How often a stage was submitted while a job of it was alive.
  package var overlaps: Int { state.withLock { $0.overlaps } }

  /// Lets the runner die at its n-th write from now on: that write and all later ones fail.
  package func killRunner(atWrite count: Int) {
    files.failWrites(at: count)
    state.withLock { $0.deathAt = files.writeCount + count }
  }

  /// Begins anew with a runner that lives.
  package func reviveRunner() {
    files.healWrites()
    state.withLock { state in
      state.deathAt = nil
      state.reports = [:]
    }
  }

  /// The next thing happens; called where a run would wait.
  package func advance() {
    let isDead = state.withLock { state in
      state.deathAt.map { files.writeCount >= $0 } ?? false
    }
    if isDead { return buryRunner() }
    // Without anything to come, the run would wait forever: its attempts end, and the test fails.
    if !step() { buryRunner() }
  }

  /// Lets the jobs go on without a runner, for some steps.
  package func goOn(steps: Int) {
    for _ in 0..<steps where !step() { return }
  }

  private func step() -> Bool {
    guard let event = takeEvent() else { return false }
    if event.time > files.now { files.tick(event.time - files.now) }
    switch event.action {
    case .begin(let job): begin(job)
    case .end(let job): end(job)
    case .tell(let job, let report): tell(job, report)
    }
    return true
  }

  private func takeEvent() -> (time: Int64, number: Int, action: Action)? {
    state.withLock { state in
      let first = state.events.indices.min {
        (state.events[$0].time, state.events[$0].number)
          < (state.events[$1].time, state.events[$1].number)
      }
      return first.map { state.events.remove(at: $0) }
    }
  }

  /// The dead runner hears no more of its jobs; to let its loop come to an end, it is told that they stopped.
  private func buryRunner() {
    let reports = state.withLock { state in
      defer { state.reports = [:] }
      return state.reports.sorted { $0.key < $1.key }.map(\.value)
    }
    precondition(!reports.isEmpty, "the run waits for something that never comes")
    for report in reports { report(.ended(.stopped, ResourceUsage())) }
  }

  package func submit(_ attempt: Attempt, report: @escaping @Sendable (AttemptReport) -> Void) {
    let job = state.withLock { state in
      let number = state.jobs.count
      let answers = answers(attempt, number)
      if state.jobs.contains(where: { $0.isAlive && $0.attempt.stage == attempt.stage }) {
        state.overlaps += 1
      }
      let handle = JobHandle("job-\(number)")
      state.jobs.append(Job(attempt: attempt, handle: handle, answers: answers))
      state.reports[number] = report
      plan(.begin(number), after: answers.queue, &state)
      return (handle: handle, answers: answers)
    }
    if !job.answers.losesHandle { report(.submitted(job.handle)) }
  }

  private func begin(_ number: Int) {
    let job = state.withLock { state -> Job? in
      guard state.jobs[number].state == .pending else { return nil }
      state.jobs[number].state = .running
      state.jobs[number].begin = files.now / 1_000_000
      plan(.end(number), after: state.jobs[number].answers.running, &state)
      return state.jobs[number]
    }
    guard let job, !job.answers.losesStart else { return }
    tell(number, .began(host: "node-\(number)", time: job.begin - Int64(job.answers.lag * 1000)))
  }

  private func end(_ number: Int) {
    guard let job = state.withLock({ $0.jobs[number].isAlive ? $0.jobs[number] : nil }) else {
      return
    }
    if job.answers.vanishes {
      state.withLock { $0.jobs[number].state = .vanished }
      let fault = SystemFault(number: 5, words: "node failure")
      return tell(number, .ended(.systemFailed(fault, path: "node"), ResourceUsage()))
    }
    if job.answers.end.isSuccess { work(job.attempt) }
    state.withLock { state in
      state.jobs[number].state = .ended(job.answers.end)
      state.jobs[number].end = files.now / 1_000_000
    }
    let time = files.now / 1_000_000 - Int64(job.answers.lag * 1000)
    let report = AttemptReport.ended(job.answers.end, ResourceUsage(), time: time)
    if job.answers.endDelay == 0 {
      tell(number, report)
    } else {
      state.withLock { plan(.tell(number, report), after: job.answers.endDelay, &$0) }
    }
    state.withLock { state in
      if job.answers.tellsStartLate {
        plan(.tell(number, .began(host: "late", time: 0)), after: 0.5, &state)
      }
      if job.answers.tellsEndTwice { plan(.tell(number, report), after: 1, &state) }
      if job.answers.contradictsEnd {
        let contrary =
          job.answers.end.isSuccess ? AttemptEnd.exited(code: 9, script: 0) : .succeeded
        plan(.tell(number, .ended(contrary, ResourceUsage())), after: 1.5, &state)
      }
    }
  }

  private func tell(_ number: Int, _ report: AttemptReport) {
    let runner = state.withLock { $0.reports[number] }
    runner?(report)
  }

  private func plan(_ action: Action, after seconds: Double, _ state: inout State) {
    let time = files.now + Int64(seconds * 1e9)
    state.events.append((time: time, number: state.eventCount, action: action))
    state.eventCount += 1
  }

  package func stop(_ scope: StopScope, atOnce: Bool) {
    let ended = state.withLock { state -> [Int] in
      // What the loop of a dead runner asks for nobody hears.
      if let death = state.deathAt, files.writeCount >= death { return [] }
      let jobs = state.jobs.indices.filter { index in
        switch scope {
        case .all: state.jobs[index].isAlive && state.reports[index] != nil
        case .attempt(let key): state.jobs[index].isAlive && state.jobs[index].attempt.key == key
        }
      }
      for job in jobs { state.jobs[job].state = .ended(.stopped) }
      return jobs
    }
    for job in ended { tell(job, .ended(.stopped, ResourceUsage())) }
  }

  package func suspend() {}

  package func resume() {}

  package func recover(
    _ open: [OpenAttempt],
    root: String,
    report: @escaping @Sendable (Int, AttemptReport) -> Void
  ) -> [RecoveredAttempt] {
    open.enumerated().map { position, attempt in
      guard let number = find(attempt) else { return .gone(nil) }
      if !attempt.mayGoOn {
        state.withLock { state in
          if state.jobs[number].isAlive { state.jobs[number].state = .ended(.stopped) }
        }
        return .gone(nil)
      }
      let job = state.withLock { state in
        state.reports[number] = { report(position, $0) }
        return state.jobs[number]
      }
      report(position, .submitted(job.handle))
      switch job.state {
      case .pending: break
      case .running: report(position, .began(host: "node-\(number)", time: job.begin))
      case .ended(let end):
        if !job.answers.losesStart {
          report(position, .began(host: "node-\(number)", time: job.begin))
        }
        report(position, .ended(end, ResourceUsage(), time: job.end))
      case .vanished: return .gone(nil)
      }
      return .attached
    }
  }

  /// The job of an open attempt, by its handle, or by its name where no handle was recorded.
  private func find(_ open: OpenAttempt) -> Int? {
    jobs.firstIndex { job in
      if let handle = open.handle { return job.handle == handle }
      return job.attempt.stage == open.stage && job.attempt.run == open.run
        && job.attempt.number == open.number
    }
  }

  package func commandLines(of attempt: Attempt) -> [String] { [attempt.stage] }
}
