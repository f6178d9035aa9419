internal import PipelinePlanning

extension ReasonDetails {
  /// The reason without the values that stand below it.
  func sentence(_ reason: Reason) -> String {
    switch reason {
    case .lastAttemptInterrupted where background.isDamaged:
      "how its last attempt ended is not known: the records in .pipeline/state are damaged"
    case .neverRun where background.isDamaged:
      "no run of it is on record: the records in .pipeline/state are damaged"
    case .recipe(.parameter, _, _), .declared(.parameters, _, _): reason.text(time)
    case .recipe(let part, _, _): part.text + " changed"
    case .declared(let clause, _, _): "declared \(clause.rawValue) changed"
    case .file(let role, let path, .changed(let old, let new))
    where old.differsInTimeOrSize(from: new):
      "\(role.rawValue) \(path.printable) changed\(role.since)\(Self.age(old, new))"
    case .set(let role, let pattern, let added, let removed):
      "files of \(role.rawValue) \(pattern.printable) changed"
        + Self.counts(added.count, removed.count)
    case .upstreamRanAgain(let stage) where isToRun(stage):
      "upstream \(stage.printable) would run before it"
    default: reason.text(time)
    }
  }

  /// Whether an upstream stage that counts by its run has not run since: then it is to run.
  private func isToRun(_ stage: String) -> Bool {
    record.map { $0.upstream[stage] == background.runs[stage] } ?? false
  }

  private static func age(_ old: Stamp, _ new: Stamp) -> String {
    new.modified < old.modified ? ": now an older file" : ""
  }

  private static func counts(_ added: Int, _ removed: Int) -> String {
    let counts = [added > 0 ? "+\(added)" : nil, removed > 0 ? "−\(removed)" : nil]
    return " (\(counts.compactMap(\.self).joined(separator: " ")))"
  }
}
