internal import CPipelineSystem
internal import PipelinePlanning
internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Watches what one script has started: how much it takes, and what has left its process group.
struct ScriptWatch {
  /// The script's own process, which is its group's number.
  private let leader: Int32
  /// When it was started.
  private let start: Duration
  /// What was seen of it and is still there.
  private var seen: Set<ProcessEntry.Identity> = []
  /// When it is sampled next.
  private var next: Duration
  /// What it took, as far as samples show.
  private(set) var usage = ResourceUsage()

  /// The first look comes so late that a tiny script costs none.
  private static let shortestInterval: Duration = .milliseconds(10)
  private static let longestInterval: Duration = .seconds(1)

  /// How long to wait for the next sample: an eighth of the age, so that what a script takes after the
  /// last one is a small part of all.
  private static func interval(age: Duration) -> Duration {
    min(max(age / 8, shortestInterval), longestInterval)
  }

  /// Begins to watch a script that has just been started.
  init(leader: Int32, now: Duration) {
    self.leader = leader
    start = now
    next = now + Self.shortestInterval
  }

  /// The script is ending: only what it has left is looked for from now on.
  func markEnding() {
    RunningScripts.shared.withLock { $0.markEnding(leader) }
  }

  /// Ends watching.
  func close() {
    RunningScripts.shared.withLock { $0.remove(leader) }
  }

  /// How long until the next sample.
  func untilSample(_ now: Duration) -> Duration { max(next - now, .zero) }

  // MARK: What it takes

  /// Looks at the script if that is due.
  ///
  /// - Returns: The memory that its processes hold together, in bytes; nil if it was not looked.
  mutating func sample(now: Duration) -> Int64? {
    guard now >= next else { return nil }
    let begin = MonotonicClock.thread
    let taken = look(age: now - start)
    // Never more than a fiftieth of the time goes into looking.
    next = now + max(Self.interval(age: now - start), (MonotonicClock.thread - begin) * 50)
    guard let taken else { return nil }
    usage.peakMemory = max(usage.peakMemory ?? 0, taken.memory)
    count(cpu: taken.cpu)
    return taken.memory
  }

  /// What the script, or its leader alone, is known to have taken of processor time, in seconds.
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

  /// The processes among which those of the script are, the leader included.
  private func table(age: Duration) -> ProcessTable {
    guard let numbers = NewNumbers.since(leader, age: age) else {
      return .all(notOlderThan: Self.interval(age: age) / 4)
    }
    return .only([leader] + numbers)
  }

  /// What is there of the script, zombies included; notes it as seen.
  ///
  /// - Parameters:
  ///   - table: The processes.
  ///   - withGroup: Whether the leader's number is still its own, and so that of its group.
  /// - Returns: The processes.
  private mutating func members(in table: ProcessTable, withGroup: Bool) -> [ProcessEntry] {
    var roots = seen.filter(table.contains).map(\.pid)
    if withGroup { roots += [leader] + table.members(of: leader).map(\.pid) }
    var members = table.tree(below: roots)
    var undecided: Set<ProcessEntry.Identity> = []
    for orphan in OwnChildren.orphans(in: table) where members[orphan.pid] == nil {
      switch owner(of: orphan) {
      case .script(leader): members.merge(table.tree(below: [orphan.pid])) { old, _ in old }
      case .script, .nobody: break
      case .undecided: undecided.insert(orphan.identity)
      }
    }
    seen = Set(members.values.filter(\.isLiving).map(\.identity))
    RunningScripts.shared.withLock { scripts in
      scripts.note(seen, of: leader)
      scripts.note(undecided: undecided, in: table)
    }
    return Array(members.values)
  }

  private func owner(of orphan: ProcessEntry) -> RunningScripts.Owner {
    let mark = ScriptMark.of(orphan.pid)
    return RunningScripts.shared.withLock { scripts in
      scripts.owner(
        of: orphan.identity,
        mark: mark,
        asking: leader,
        mayBeEarlier: OwnChildren.hasEarlier
      ) { other in
        guard let entry = ProcessTable.entry(other), entry.parent == getpid() else { return nil }
        return entry.identity.start
      }
    }
  }

  // MARK: What it leaves

  /// Whether surely nothing is left of a script whose leader has ended, be it reaped or not: the usual
  /// case, in microseconds.
  ///
  /// What is left is in its group, has a parent that is left too, or has come to this process.
  func leavesNothing(now: Duration) -> Bool {
    guard OwnChildren.adoptsOrphans else { return false }
    guard RunningScripts.shared.withLock({ $0.undecided.isEmpty }) else { return false }
    var asked = leader
    // What is gone by now may have started something before, which has a number that was given out
    // before it was asked for.
    while let numbers = NewNumbers.since(leader, age: now - start) {
      guard let last = numbers.last, last > asked else { return true }
      let unknown = (asked + 1...last).filter { number in
        (kill(number, 0) == 0 || errno == EPERM) && !OwnChildren.contains(number)
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

  /// What lives of the script outside its process group.
  ///
  /// - Parameter groupIsGone: Whether its group's number may be another's by now.
  /// - Returns: None where orphans are not adopted.
  mutating func strays(groupIsGone: Bool) -> Set<ProcessEntry.Identity> {
    guard OwnChildren.adoptsOrphans else { return [] }
    let members = members(in: .all(), withGroup: !groupIsGone)
    return Set(members.filter { $0.isLiving && $0.group != leader }.map(\.identity))
  }

  /// Signals a process, but no other that has got its number.
  static func send(_ signal: Int32, to process: ProcessEntry.Identity) {
    // First the handle, then the look: then the handle is of the process that was meant.
    let handle = pipeline_exit_descriptor(process.pid)
    defer { pipeline_close(handle) }
    guard ProcessTable.entry(process.pid)?.identity == process else { return }
    _ = pipeline_signal_leader(handle, process.pid, signal)
  }
}
