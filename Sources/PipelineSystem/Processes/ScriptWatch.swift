internal import CPipelineSystem
internal import Foundation
internal import PipelinePlanning
internal import Synchronization

/// Watches the processes of one script: the resources they use, and those that left its process group.
struct ScriptWatch {
  /// The script's own process id, which is its group's number.
  private let leader: Int32
  private let start: Duration
  /// The processes of the script that a look found and that still run.
  private var seen: Set<ProcessEntry.Identity> = []
  /// The time of the next sample.
  private var next: Duration
  /// The resources that it used, as far as samples show.
  private(set) var usage = ResourceUsage()

  /// A tiny script ends before its first sample.
  private static let shortestInterval: Duration = .milliseconds(10)
  private static let longestInterval: Duration = .seconds(1)

  /// Returns the wait for the next sample: an eighth of the age, so that only a small part of the script's use
  /// comes after the last sample.
  private static func interval(age: Duration) -> Duration {
    min(max(age / 8, shortestInterval), longestInterval)
  }

  /// Begins to watch a script that was just started.
  init(leader: Int32, now: Duration) {
    self.leader = leader
    start = now
    next = now + Self.shortestInterval
  }

  /// Notes that the script is ending: new orphans cannot be its own from now on.
  func markEnding() {
    OwnChildren.table.withLock { $0.update(leader) { $0.isEnding = true } }
  }

  /// Returns the time until the next sample.
  func untilSample(_ now: Duration) -> Duration { max(next - now, .zero) }

  // MARK: Resources

  /// Takes a sample if one is due.
  ///
  /// - Returns: The memory that its processes hold together, in bytes; nil if no sample was taken.
  mutating func sample(now: Duration) -> Int64? {
    guard now >= next else { return nil }
    let begin = MonotonicClock.thread
    let taken = look(age: now - start)
    // Samples take at most a fiftieth of the time.
    next = now + max(Self.interval(age: now - start), (MonotonicClock.thread - begin) * 50)
    guard let taken else { return nil }
    usage.peakMemory = max(usage.peakMemory ?? 0, taken.memory)
    count(cpu: taken.cpu)
    return taken.memory
  }

  /// Notes the processor time of the script, or of its leader alone, in seconds.
  mutating func count(cpu: Double) {
    usage.cpu = max(usage.cpu ?? 0, cpu)
  }

  private mutating func look(age: Duration) -> (memory: Int64, cpu: Double)? {
    #if canImport(Darwin)
    var memory: Int64 = 0
    var cpu = 0.0
    return pipeline_group_usage(leader, &memory, &cpu) == 0 ? (memory, cpu) : nil
    #else
    guard ProcessTable.isReadable else { return nil }
    let members = members(in: table(age: age), withGroup: true)
    let pages = members.reduce(0) { $0 + $1.pages }
    let ticks = members.reduce(0) { $0 + $1.cpu }
    return (pages * Self.pageSize, Double(ticks) / Self.ticksPerSecond)
    #endif
  }

  private static let pageSize = Int64(sysconf(Int32(_SC_PAGESIZE)))
  private static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))

  /// Reads the processes among which those of the script are, the leader included.
  private func table(age: Duration) -> ProcessTable {
    guard let numbers = NewNumbers.since(leader, age: age) else {
      return .all(notOlderThan: Self.interval(age: age) / 4)
    }
    return .only([leader] + numbers)
  }

  /// Finds the processes of the script, zombies included, and notes them as seen.
  ///
  /// - Parameters:
  ///   - table: The processes to look through.
  ///   - withGroup: Whether the leader's number is still its own, and so that of its group.
  /// - Returns: The processes.
  private mutating func members(in table: ProcessTable, withGroup: Bool) -> [ProcessEntry] {
    var roots = seen.filter(table.contains).map(\.pid)
    if withGroup { roots += [leader] + table.members(of: leader).map(\.pid) }
    var members = table.tree(below: roots)
    var undecided: Set<ProcessEntry.Identity> = []
    for orphan in OwnChildren.orphans(in: table) where members[orphan.pid] == nil {
      switch OwnChildren.owner(of: orphan, asking: leader) {
      case .script(leader): members.merge(table.tree(below: [orphan.pid])) { old, _ in old }
      case .script, .nobody: break
      case .undecided: undecided.insert(orphan.identity)
      }
    }
    seen = Set(members.values.filter(\.isLiving).map(\.identity))
    OwnChildren.table.withLock { children in
      children.update(leader) { $0.seen = seen }
      children.note(undecided: undecided, in: table)
    }
    return Array(members.values)
  }

  // MARK: Orphans

  /// Whether surely no process is left of a script whose leader has ended, be it reaped or not: the usual case, in
  /// microseconds.
  ///
  /// A process that is left is in the script's group, has a parent that is left too, or is an orphan.
  func leavesNothing(now: Duration) -> Bool {
    let mayLeaveNothing = OwnChildren.table.withLock {
      $0.earlier != nil && $0.undecided.isEmpty
    }
    guard mayLeaveNothing else { return false }
    var asked = leader
    // A process that is gone by now may have started another one after the numbers were asked for. That one has a
    // number that was given out since, so the numbers are asked for again until there are no new ones.
    while let numbers = NewNumbers.since(leader, age: now - start) {
      guard let last = numbers.last, last > asked else { return true }
      let unknown = (asked + 1...last).filter { number in
        (kill(number, 0) == 0 || errno == EPERM) && !OwnChildren.isAwaited(number)
      }
      asked = last
      let strangers = OwnChildren.strangers(among: unknown)
      if strangers.isEmpty { continue }
      let table = ProcessTable.only(strangers)
      let isGroupLeft = table.members(of: leader).contains(where: \.isLiving)
      if isGroupLeft || !OwnChildren.orphans(in: table).isEmpty { return false }
    }
    return false
  }

  /// Finds the living processes of the script outside its process group.
  ///
  /// - Parameter groupIsGone: Whether another group may have the number of the script's group by now.
  /// - Returns: The processes; none where orphans are not adopted.
  mutating func strays(groupIsGone: Bool) -> Set<ProcessEntry.Identity> {
    guard OwnChildren.adoptsOrphans else { return [] }
    let members = members(in: .all(), withGroup: !groupIsGone)
    return Set(members.filter { $0.isLiving && $0.group != leader }.map(\.identity))
  }

  /// Signals a process, but not a later one with the same number.
  static func send(_ signal: Int32, to process: ProcessEntry.Identity) {
    // In this order: a handle that was opened before the start times are compared is of the right process.
    let handle = pipeline_exit_descriptor(process.pid)
    defer { pipeline_close(handle) }
    guard ProcessTable.entry(process.pid)?.identity == process else { return }
    _ = pipeline_signal_leader(handle, process.pid, signal)
  }
}
