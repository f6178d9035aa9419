internal import PipelinePlanning

/// The stages of a long answer, grouped by equal reasons, so that each reason is told only once.
struct ReasonGroups {
  struct Group {
    var reason: String
    /// The reason without names and values, which unites groups if there are too many.
    var kind: String
    var stages: [String]
  }

  private var all: [Group] = []
  private var index: [String: Int] = [:]

  /// With more groups, those of one kind are united.
  private static let limit = 20
  /// The largest number of groups of one kind that stay apart.
  private static let few = 3
  private static let width = 80

  mutating func add(_ stage: String, reason: String, kind: String) {
    if let known = index[reason] {
      all[known].stages.append(stage)
    } else {
      index[reason] = all.count
      all.append(Group(reason: reason, kind: kind, stages: [stage]))
    }
  }

  /// Adds a stage by its first reason.
  mutating func add(_ stage: String, _ reasons: [Reason], _ time: TimeDisplay) {
    guard let first = reasons.first else { return add(stage, reason: "stale", kind: "stale") }
    add(stage, reason: first.text(time), kind: first.kindText)
  }

  /// The groups in the order of their first stages.
  var groups: [Group] {
    if all.count <= Self.limit { return all }
    let counts = Dictionary(all.map { ($0.kind, 1) }, uniquingKeysWith: +)
    var united: [Group] = []
    var places: [String: Int] = [:]
    for group in all {
      if counts[group.kind, default: 0] <= Self.few {
        united.append(group)
      } else if let place = places[group.kind] {
        united[place].stages += group.stages
      } else {
        places[group.kind] = united.count
        united.append(Group(reason: group.kind, kind: group.kind, stages: group.stages))
      }
    }
    return united
  }

  /// Returns the lines of all groups; `alone` gives those of a stage that is the only one of its group.
  func lines(
    _ mark: Style.Mark,
    _ style: Style,
    alone: ((String) -> [String])? = nil
  ) -> [String] {
    groups.flatMap { group in
      if group.stages.count == 1 {
        if let alone { return alone(group.stages[0]) }
        let name = group.stages[0].printable
        let reason = group.reason.cut(toColumns: max(20, Self.width - name.columns - 4))
        return ["\(style.mark(mark)) \(name)  \(reason)"]
      }
      let ending = " → \(counted(group.stages.count, "stage"))"
      let reason = Self.shortened(group.reason, to: Self.width - 2 - ending.columns)
      return [
        "\(style.mark(mark)) \(reason)\(ending)",
        "    " + style.paint(Self.fitted(group.stages), .dim),
      ]
    }
  }

  /// Returns a reason without its details, if it does not fit with them.
  private static func shortened(_ reason: String, to columns: Int) -> String {
    let reason = reason.replacing(" since the last run", with: "")
    guard reason.columns > columns, let details = reason.firstRange(of: " (") else {
      return reason.cut(toColumns: columns)
    }
    return String(reason[..<details.lowerBound]).cut(toColumns: columns)
  }

  /// Returns as many names as fit into a line, and the number of the others: `a, b and 9 more`.
  private static func fitted(_ names: [String]) -> String {
    var count = min(names.count, width / 2)
    while count > 1, listed(names, limit: count).columns > width - 4 { count -= 1 }
    return listed(names, limit: count).cut(toColumns: width - 4)
  }
}
