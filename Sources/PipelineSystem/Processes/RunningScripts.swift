internal import Synchronization

/// The scripts that run in this process now, to tell whose an orphan is.
struct RunningScripts: Sendable {
  /// A script.
  struct Script: Sendable {
    /// What its environment says; nil if it says nothing.
    var mark: ScriptMark?
    /// What was seen to belong to it and is still there.
    var seen: Set<ProcessEntry.Identity> = []
    /// Whether it is being ended, or its leader has ended, and only what it left is looked for.
    var isEnding = false
  }

  /// Whose an orphan is.
  enum Owner: Equatable {
    /// The script that this process leads.
    case script(Int32)
    /// One of several scripts, and nothing tells which.
    case undecided
    /// No script's, as far as can be told: it is left alone.
    case nobody
  }

  /// By the process number of the leader.
  private(set) var scripts: [Int32: Script] = [:]

  /// The orphans that were left alone because nothing tells whose they are.
  private(set) var undecided: Set<ProcessEntry.Identity> = []

  /// Notes what became of an orphan's question, and of those that are gone.
  mutating func note(undecided orphans: Set<ProcessEntry.Identity>, in table: ProcessTable) {
    undecided = undecided.filter { !table.mayTell($0) }.union(orphans)
  }

  mutating func add(_ leader: Int32, _ script: Script) { scripts[leader] = script }

  mutating func remove(_ leader: Int32) { scripts[leader] = nil }

  mutating func note(_ seen: Set<ProcessEntry.Identity>, of leader: Int32) {
    scripts[leader]?.seen = seen
  }

  mutating func markEnding(_ leader: Int32) { scripts[leader]?.isEnding = true }

  /// Whose an orphan is, as far as it can be known.
  ///
  /// What has been seen below a script is that script's. Else its environment tells. Else it may be
  /// of any other script that was started before it and still runs; if there is none, it is the
  /// asking script's, or of one that is over. Where this process had children before, it may be of one
  /// of those, too, and is nobody's.
  ///
  /// - Parameters:
  ///   - orphan: The process.
  ///   - mark: What its environment says.
  ///   - asking: The leader of the script that asks.
  ///   - mayBeEarlier: Whether it may come from what was there before the first script.
  ///   - starts: When the leaders of others were started; none for one that is gone.
  /// - Returns: The owner, or that it cannot be decided now.
  func owner(
    of orphan: ProcessEntry.Identity,
    mark: ScriptMark?,
    asking: Int32,
    mayBeEarlier: Bool,
    starts: (Int32) -> Int64?
  ) -> Owner {
    if let leader = leader(where: { $0.seen.contains(orphan) }) { return .script(leader) }
    if let mark, let leader = leader(where: { $0.mark == mark }) { return .script(leader) }
    let isOthers = scripts.contains { leader, script in
      leader != asking && !script.isEnding && (starts(leader) ?? 0) <= orphan.start
    }
    if isOthers { return .undecided }
    return mayBeEarlier && mark == nil ? .nobody : .script(asking)
  }

  private func leader(where condition: (Script) -> Bool) -> Int32? {
    scripts.first { condition($0.value) }?.key
  }

  /// Adds a script of this process; to be said within `OwnChildren.start`.
  static func add(_ leader: Int32, _ mark: ScriptMark?) {
    shared.withLock { $0.add(leader, Script(mark: mark)) }
  }

  /// Those of this process.
  static let shared = Mutex(RunningScripts())
}
