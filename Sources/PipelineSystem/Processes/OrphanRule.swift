/// Decides which script an orphan belongs to.
///
/// An orphan is a process whose parent has ended and that became a child of this process.
enum OrphanRule {
  /// The facts about a running script that the decision needs.
  struct Script: Equatable, Sendable {
    /// The mark in its environment; nil if it has none.
    var mark: ScriptMark?
    /// The start time of its leader, in ticks since the machine was started; nil if unknown.
    var start: Int64?
    /// Its living processes, as the last look found them.
    var seen: Set<ProcessEntry.Identity> = []
    /// Whether it has ended or is being ended, and so starts no more processes.
    var isEnding = false
  }

  enum Owner: Equatable {
    /// The script with this leader.
    case script(Int32)
    /// One of several scripts; the runner leaves the orphan alone until only one of them still runs.
    case undecided
    /// No script; the runner leaves the orphan alone.
    case nobody
  }

  /// Returns the owner of an orphan, by the first of these rules that applies.
  ///
  /// 1. The script among whose processes an earlier look found the orphan.
  /// 2. The script that the orphan's environment names.
  /// 3. Undecided, while another script runs that was started before the orphan.
  /// 4. Nobody, if the orphan has no mark and may descend from a child that this process had before its first
  ///    script.
  /// 5. The script that asks, even if the orphan may come from a script that is over.
  ///
  /// - Parameters:
  ///   - orphan: The process.
  ///   - mark: The mark in the environment of the orphan; nil if it has none.
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
