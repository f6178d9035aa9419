internal import CPipelineSystem
internal import Foundation
internal import PipelinePlanning
internal import Synchronization

/// Samples the resource use of a script's processes, and finds the processes that left its process group.
struct ScriptWatch {
  /// The script's process id, which is also the id of its process group.
  private let leader: Int32
  private let start: Duration
  /// The living processes of the script that the last look found.
  private var seen: Set<ProcessEntry.Identity> = []
  private var nextSample: Duration
  private(set) var usage = ResourceUsage()
  /// The processor time of the living processes in the last sample, in seconds; nil without a sample.
  private(set) var lastCPU: Double?

  /// A script that runs for less time is never sampled.
  private static let shortestInterval: Duration = .milliseconds(10)
  private static let longestInterval: Duration = .seconds(1)

  /// The interval is an eighth of the script's age, so that the last sample misses only little of its usage.
  private static func interval(age: Duration) -> Duration {
    min(max(age / 8, shortestInterval), longestInterval)
  }

  init(leader: Int32, now: Duration) {
    self.leader = leader
    start = now
    nextSample = now + Self.shortestInterval
  }

  /// Notes that the script starts no more processes, so that other scripts' orphans do not stay undecided.
  func markEnding() {
    OwnChildren.table.withLock { $0.update(leader) { $0.isEnding = true } }
  }

  func untilSample(_ now: Duration) -> Duration { max(nextSample - now, .zero) }

  // MARK: Resources

  /// Takes a sample if one is due; returns the memory of all processes in bytes, or nil without a sample.
  mutating func sample(now: Duration) -> Int64? {
    guard now >= nextSample else { return nil }
    let begin = MonotonicClock.thread
    let taken = look(age: now - start)
    // Wait 50 times as long as this sample took, so that samples take at most a fiftieth of the time.
    nextSample = now + max(Self.interval(age: now - start), (MonotonicClock.thread - begin) * 50)
    guard let taken else { return nil }
    usage.peakMemory = max(usage.peakMemory ?? 0, taken.memory)
    lastCPU = taken.cpu
    count(cpu: taken.cpu)
    return taken.memory
  }

  /// Notes a processor time in seconds, of all processes or only the leader; the largest value counts.
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

  /// Reads a table that includes all processes of the script.
  private func table(age: Duration) -> ProcessTable {
    guard let numbers = NewNumbers.since(leader, age: age) else {
      return .all(notOlderThan: Self.interval(age: age) / 4)
    }
    return .only([leader] + numbers)
  }

  /// Finds the processes of the script, zombies included, and stores the living ones in `seen`; `withGroup`
  /// also searches by the leader's id, which must not belong to another process yet.
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

  /// Whether the script certainly left no process behind; call it after the leader's end, reaped or not.
  ///
  /// A process that is left is in the script's group, is an orphan, or has a parent that is left too.
  func leavesNothing(now: Duration) -> Bool {
    let mayLeaveNothing = OwnChildren.table.withLock {
      $0.earlier != nil && $0.undecided.isEmpty
    }
    guard mayLeaveNothing else { return false }
    var asked = leader
    // Repeat until there are no newer ids, because a process can start another one after a pass and then end.
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

  /// Finds the living processes of the script outside its group, none if this process does not adopt orphans;
  /// `groupIsGone` says that the group's id could belong to another group by now.
  mutating func strays(groupIsGone: Bool) -> Set<ProcessEntry.Identity> {
    guard OwnChildren.adoptsOrphans else { return [] }
    let members = members(in: .all(), withGroup: !groupIsGone)
    return Set(members.filter { $0.isLiving && $0.group != leader }.map(\.identity))
  }

  /// Signals a process, but not a later one with the same id.
  static func send(_ signal: Int32, to process: ProcessEntry.Identity) {
    // Open the handle before the check. Otherwise it could belong to a later process with the same id.
    let handle = pipeline_exit_descriptor(process.pid)
    defer { pipeline_close(handle) }
    guard ProcessTable.entry(process.pid)?.identity == process else { return }
    _ = pipeline_signal_leader(handle, process.pid, signal)
  }
}
