/// Decides which script an orphan belongs to.
///
/// An orphan is a process whose parent has ended and that became a child of this process.
enum OrphanRule {
  struct Script: Equatable, Sendable {
    /// Nil if the environment has no mark.
    var mark: ScriptMark?
    /// The start of its leader, in ticks since the machine was started; nil if unknown.
    var start: Int64?
    /// Its living processes, as the last look found them.
    var seen: Set<ProcessEntry.Identity> = []
    /// Whether the script has ended or the runner is stopping it, so that it starts no more processes.
    var isEnding = false
  }

  enum Owner: Equatable {
    /// The script with this leader.
    case script(Int32)
    /// Several scripts are possible; the runner leaves the orphan alone until only one of them still runs.
    case undecided
    /// No script; the runner leaves the orphan alone.
    case nobody
  }

  /// Returns the owner of an orphan, by the first of these rules that applies.
  ///
  /// 1. The script among whose processes an earlier look found the orphan.
  /// 2. The script with the same mark.
  /// 3. Undecided, while another script runs that was started before the orphan.
  /// 4. Nobody, if the orphan has no mark and `mayBeEarlier` says that this process had children before its
  ///    first script.
  /// 5. The script that asks, even if the orphan is perhaps from a script that is over.
  ///
  /// `asking` and the keys of `scripts` are leaders; `scripts` includes the asking one.
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
