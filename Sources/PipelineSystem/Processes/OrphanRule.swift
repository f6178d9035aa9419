/// Decides whose an orphan is: a process whose parent ended and that became a child of this process.
enum OrphanRule {
  /// The facts about a running script that the decision needs.
  struct Script: Equatable, Sendable {
    /// Its mark in the environment; nil if it has none.
    var mark: ScriptMark?
    /// The start of its leader, in ticks since the machine was started; nil if it was not learned.
    var start: Int64?
    /// The processes that a sample found below it and that still run.
    var seen: Set<ProcessEntry.Identity> = []
    /// Whether it has ended or is being ended, and starts nothing more.
    var isEnding = false
  }

  enum Owner: Equatable {
    /// The script with this leader.
    case script(Int32)
    /// One of several scripts. The orphan is left alone until only one is left.
    case undecided
    /// No script. The orphan is left alone.
    case nobody
  }

  /// Decides by the first of these that holds.
  ///
  /// 1. The script that the orphan was seen below.
  /// 2. The script that the orphan's environment names.
  /// 3. Undecided, while another script runs that was started before the orphan.
  /// 4. Nobody, if the orphan has no mark and may descend from a child that was there before the first script.
  /// 5. The script that asks, or one that is over.
  ///
  /// - Parameters:
  ///   - orphan: The process.
  ///   - mark: The mark in its environment.
  ///   - asking: The leader of the script that asks.
  ///   - scripts: The running scripts by leader, the asking one included.
  ///   - mayBeEarlier: Whether this process had children before its first script.
  /// - Returns: The owner.
  static func owner(
    of orphan: ProcessEntry.Identity,
    mark: ScriptMark?,
    asking: Int32,
    among scripts: [Int32: Script],
    mayBeEarlier: Bool
  ) -> Owner {
    if let owner = scripts.first(where: { $0.value.seen.contains(orphan) }) {
      return .script(owner.key)
    }
    if let mark, let owner = scripts.first(where: { $0.value.mark == mark }) {
      return .script(owner.key)
    }
    let mayBeOthers = scripts.contains { leader, script in
      leader != asking && !script.isEnding && (script.start ?? 0) <= orphan.start
    }
    if mayBeOthers { return .undecided }
    return mayBeEarlier && mark == nil ? .nobody : .script(asking)
  }
}
