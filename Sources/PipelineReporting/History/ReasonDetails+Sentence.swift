internal import PipelinePlanning

extension ReasonDetails {
  /// The reason without the values that stand below it.
  func sentence(_ reason: Reason) -> String {
    switch reason {
    case .lastAttemptInterrupted where background.isDamaged:
      "how its last attempt ended is not known: the records in .pipeline/state are damaged"
    case .neverRun where background.isDamaged:
      "no run of it is on record: the records in .pipeline/state are damaged"
    case .scriptsChanged: "scripts changed"
    case .argumentsChanged(let script, _, _): "arguments of \(script.printable) changed"
    case .interpreterChanged(let script, _, _): "interpreter of \(script.printable) changed"
    case .commandChanged: "command changed"
    case .inputsDeclared: "declared inputs changed"
    case .outputsDeclared: "declared outputs changed"
    case .variablesDeclared: "declared variables changed"
    case .script(let path, .changed(let old, let new)) where old.differsInTimeOrSize(from: new):
      "script \(path.printable) changed\(Self.age(old, new))"
    case .input(let path, .changed(let old, let new)) where old.differsInTimeOrSize(from: new):
      "input \(path.printable) changed since the last run\(Self.age(old, new))"
    case .output(let path, .changed(let old, let new)) where old.differsInTimeOrSize(from: new):
      "output \(path.printable) changed since the last run\(Self.age(old, new))"
    case .inputSet(let pattern, let added, let removed):
      "files of input \(pattern.printable) changed\(Self.counts(added.count, removed.count))"
    case .outputSet(let pattern, let added, let removed):
      "files of output \(pattern.printable) changed\(Self.counts(added.count, removed.count))"
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
