/// Decides which script an orphan belongs to; this process adopted the orphan when its parent ended.
enum OrphanRule {
  struct Script: Equatable, Sendable {
    /// Nil if the environment has no mark.
    var mark: ScriptMark?
    /// The start of the leader, in ticks since the machine was started; nil if unknown.
    var start: Int64?
    /// The living processes of the script that the last look found.
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

  /// Returns an orphan's owner by the first rule that applies; `asking` and `scripts`' keys are leaders.
  ///
  /// 1. The script among whose processes an earlier look found the orphan.
  /// 2. The script with the same mark.
  /// 3. Undecided, while another script runs that was started before the orphan.
  /// 4. Nobody, if it has no mark and this process had children before its first script (`mayBeEarlier`).
  /// 5. The asking script, although the orphan could be from a script that has ended.
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
