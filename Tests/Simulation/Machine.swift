import PipelinePlanning
import PipelineTestSupport
import Synchronization

/// The machine of a history: a disk, a clock, scripts that run, and all chance.
///
/// One thread does everything. What is to happen later lies in a queue by its time; `step` lets the time
/// pass to the next of it.
final class Machine: Sendable {
  /// Something that happens at a time.
  private struct Due {
    var time: Int64
    var number: Int
    /// Whether it vanishes with the runner's process.
    var isRunners: Bool
    var body: @Sendable () -> Void
  }

  private struct State {
    var random: SeededGenerator
    var queue: [Due] = []
    var count = 0
    var isRunnerDead = false
    var isLocked = false
    var lockCount = 0
    var atLock: (@Sendable () -> Void)?
    var changes = 0
    var failures: [String] = []
    var story: [String]?
  }

  let disk = VirtualFileSystem()
  private let state: Mutex<State>

  /// Makes a machine whose chance comes from a seed.
  ///
  /// - Parameters:
  ///   - seed: The seed.
  ///   - isTelling: Whether to keep a readable account of what happens.
  init(seed: UInt64, isTelling: Bool) {
    var state = State(random: SeededGenerator(seed: seed))
    if isTelling { state.story = [] }
    self.state = Mutex(state)
  }

  // MARK: Chance

  /// A number of a range.
  func number(_ range: ClosedRange<Int>) -> Int {
    state.withLock { Int.random(in: range, using: &$0.random) }
  }

  /// True so many times in a hundred.
  func happens(_ percent: Int) -> Bool { number(1...100) <= percent }

  /// One of some values.
  func pick<Value>(_ values: [Value]) -> Value { values[number(0...(values.count - 1))] }

  /// A delay in nanoseconds: nothing, or of a size between a microsecond and some seconds.
  func delay() -> Int64 {
    let size: Int64 = pick([0, 1_000, 300_000, 4_000_000, 60_000_000, 900_000_000])
    return size == 0 ? 0 : Int64(number(1...3)) * size + Int64(number(0...999))
  }

  // MARK: Story

  /// Adds a line to the account; the text is made only where one is kept.
  func tell(_ text: @autoclosure () -> String) {
    guard state.withLock({ $0.story != nil }) else { return }
    let line = "\(clockText) \(text())"
    state.withLock { $0.story?.append(line) }
  }

  /// Notes that something is wrong.
  func fail(_ text: String) {
    tell("✗ \(text)")
    state.withLock { $0.failures.append(text) }
  }

  var failures: [String] { state.withLock { $0.failures } }
  var story: [String] { state.withLock { $0.story ?? [] } }

  private var clockText: String {
    let microseconds = (disk.now - 1_700_000_000_000_000_000) / 1_000
    let digits = String(microseconds % 1_000_000)
    return "\(microseconds / 1_000_000)."
      + String(repeating: "0", count: 6 - digits.count) + digits + "s"
  }

  // MARK: Time

  /// Lets something happen after a delay.
  func after(_ delay: Int64, isRunners: Bool, _ body: @escaping @Sendable () -> Void) {
    let time = disk.now + delay
    state.withLock { state in
      state.count += 1
      let due = Due(time: time, number: state.count, isRunners: isRunners, body: body)
      let place = state.queue.firstIndex { ($0.time, $0.number) > (time, due.number) }
      state.queue.insert(due, at: place ?? state.queue.endIndex)
    }
  }

  /// Does the next thing that is due; false where nothing is.
  func step(until limit: Int64 = .max) -> Bool {
    let due = state.withLock { state -> Due? in
      guard let first = state.queue.first, first.time <= limit else { return nil }
      return state.queue.removeFirst()
    }
    guard let due else { return false }
    disk.tick(max(0, due.time - disk.now))
    due.body()
    return true
  }

  /// Lets time pass, with all that happens meanwhile.
  func pass(_ duration: Int64) {
    let end = disk.now + duration
    while step(until: end) {}
    disk.tick(max(0, end - disk.now))
  }

  /// Whether the runner's process is dead: it writes and starts nothing any more.
  var isRunnerDead: Bool { state.withLock { $0.isRunnerDead } }

  /// Lets the runner's process die here and now, or at its write after so many others.
  func killRunner(atWrite count: Int = 1, torn: Int = 0) {
    disk.failWrites(at: count, with: 5, torn: torn)
    if count == 1 { noteDeath() }
  }

  /// The runner's process is dead: what it had in hand is lost.
  func noteDeath() {
    let isNew = state.withLock { state in
      defer { state.isRunnerDead = true }
      return !state.isRunnerDead
    }
    if isNew { tell("  the runner dies") }
  }

  /// Does what threads of the dead runner had in hand, so that its loop comes to its end.
  func finishWorkOfDeadRunner() {
    let due = state.withLock { state in
      let due = state.queue.filter(\.isRunners)
      state.queue.removeAll(where: \.isRunners)
      return due
    }
    for work in due { work.body() }
  }

  // MARK: The lock

  var isLocked: Bool { state.withLock { $0.isLocked } }

  /// Is called once when the lock is taken the next time.
  func atLock(_ body: (@Sendable () -> Void)?) { state.withLock { $0.atLock = body } }

  /// The runner takes the lock; returns how often it was taken.
  func takeLock() -> Int {
    let (wasLocked, count, body) = state.withLock { state in
      defer { (state.isLocked, state.atLock) = (true, nil) }
      state.lockCount += 1
      return (state.isLocked, state.lockCount, state.atLock)
    }
    if wasLocked { fail("the lock is taken twice") }
    body?()
    return count
  }

  func giveLockBack() { state.withLock { $0.isLocked = false } }

  // MARK: Changes by the user

  /// How often the user has changed anything.
  var changes: Int { state.withLock { $0.changes } }

  func noteChange() { state.withLock { $0.changes += 1 } }

  // MARK: The runner's process

  /// Makes the machine ready for a runner's process.
  func beginProcess() {
    state.withLock { $0.isRunnerDead = false }
  }

  /// Cleans up behind a process that has ended or died.
  func endProcess() {
    disk.healWrites()
    disk.beforeWrites(nil)
    atLock(nil)
    state.withLock { $0.queue.removeAll { $0.isRunners } }
  }
}
