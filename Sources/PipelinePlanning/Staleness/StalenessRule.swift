/// The rule that decides whether a stage must run.
///
/// A stage is up to date if its last attempt succeeded, and its recipe and files are still as in its record.
package struct StalenessRule: Sendable {
  package enum Basis: Equatable, Sendable {
    case records
    /// Make's rule, for a root that was never run: a stage is up to date if no input is newer than an output.
    case make
  }

  package var basis: Basis
  package var isForced: Bool

  package init(basis: Basis, isForced: Bool = false) {
    self.basis = basis
    self.isForced = isForced
  }

  /// Returns the reasons why the stage must run, the most important first; none if it is up to date.
  ///
  /// `node` is the stage, whose patterns say which recorded files no longer count.
  package func reasons(
    _ now: Observation,
    history: StageHistory?,
    of node: Graph.Node? = nil
  ) -> [Reason] {
    var reasons: [Reason]
    if let history {
      reasons = judge(now, by: history, node)
    } else if basis == .make {
      reasons = judgeByAge(now, node)
    } else {
      reasons = [.neverRun]
    }
    if isForced && reasons.isEmpty { reasons.append(.forced) }
    return reasons
  }

  private func judge(
    _ now: Observation,
    by history: StageHistory,
    _ node: Graph.Node?
  ) -> [Reason] {
    var reasons: [Reason] = []
    switch history.lastAttempt {
    case .succeeded: break
    case .failed(let end) where end != .stopped: reasons.append(.lastAttemptFailed(end))
    case .started, .failed: reasons.append(.lastAttemptInterrupted)
    }
    guard let record = history.record else {
      return reasons.isEmpty ? [.neverRun] : reasons
    }
    // A stage that only `Upstream` connects to this one counts as an input.
    if now.recipe.inputs.isEmpty && now.recipe.outputs.isEmpty && now.upstream.isEmpty {
      reasons.append(.alwaysRuns)
    }
    reasons += RecipeComparison(old: record.recipe, new: now.recipe).reasons
    reasons += scripts(now, record)
    // The change counts even if it has been undone, because the attempt perhaps read the changed file.
    reasons += record.changedMeanwhile.map { .changedMeanwhile($0) }
    reasons += differences(.input, record.inputs, now.inputs) { pattern, path in
      node?.inputs.contains { $0.text == pattern && $0.pattern.leavesOut(path) } ?? false
    }
    reasons += differences(.output, record.outputs, now.outputs) { pattern, path in
      node?.outputs.contains { $0.text == pattern && $0.leavesOut(path) } ?? false
    }
    for (name, run) in now.upstream.sorted(by: { $0.key < $1.key })
    where run != record.upstream[name] {
      reasons.append(.upstreamRanAgain(name))
    }
    return reasons
  }

  private func scripts(_ now: Observation, _ record: Record) -> [Reason] {
    let old = Dictionary(firstOf: record.scripts.map { ($0.path, $0) })
    return now.scripts.compactMap { file in
      // The comparison of recipes already gives a reason for a new script.
      guard let before = old[file.path] else { return nil }
      return change(from: before, to: file).map { .file(.script, file.path, $0) }
    }
  }

  /// Returns a reason for each file that differs, and one for each set that gained or lost files.
  private func differences(
    _ role: Reason.Role,
    _ old: [FileSet],
    _ new: [FileSet],
    leavesOut: (_ pattern: String, Path) -> Bool
  ) -> [Reason] {
    let old = Dictionary(firstOf: old.map { (ExactText($0.pattern), $0) })
    return new.flatMap { now -> [Reason] in
      // The comparison of recipes already gives a reason for a newly declared set.
      guard let before = old[ExactText(now.pattern)] else { return [] }
      let difference = SetDifference(old: before, new: now)
      var reasons = difference.changed.map { Reason.file(role, $0.path, $0.change) }
      // An exception or an ignored name that is newer than the record takes a file out, but changes nothing.
      let removed = difference.removed.filter { !leavesOut(now.pattern, $0) }
      if !difference.added.isEmpty || !removed.isEmpty {
        reasons.append(
          .set(role, pattern: now.pattern, added: difference.added, removed: removed)
        )
      }
      return reasons
    }
  }

  /// Applies Make's rule: a stage is stale if an output is missing or older than an input or a script.
  private func judgeByAge(_ now: Observation, _ node: Graph.Node?) -> [Reason] {
    let outputs = now.outputs.flatMap(\.files)
    if now.recipe.outputs.isEmpty { return [.neverRun] }
    let missing = outputs.filter { $0.state.stamp == nil }
    guard missing.isEmpty else {
      return missing.map { .file(.output, $0.path, change(from: nil, to: $0) ?? .missing) }
    }
    if let node, !node.emptyOutputs(now.outputs).isEmpty { return [.neverRun] }
    // Only files are compared by time, because the time of a folder says nothing about the files in it.
    let oldest = outputs.compactMap { file in
      file.state.stamp.flatMap { $0.kind == .file ? (file.path, $0.modified) : nil }
    }.min { $0.1 < $1.1 }
    guard let (oldestPath, oldestTime) = oldest else { return [.neverRun] }
    var reasons: [Reason] = []
    for file in now.inputs.flatMap(\.files) + now.scripts {
      guard let stamp = file.state.stamp else {
        reasons.append(.file(.input, file.path, change(from: nil, to: file) ?? .missing))
        continue
      }
      if stamp.modified > oldestTime {
        reasons.append(.newer(input: file.path, output: oldestPath))
      }
    }
    return reasons
  }
}

func change(from old: ObservedFile?, to new: ObservedFile) -> Reason.Change? {
  if let old, new.isSame(as: old) { return nil }
  switch new.state {
  case .missing: return .missing
  case .unreadable(let fault): return .unreadable(fault)
  case .present(let stamp):
    guard let before = old?.state.stamp else { return .appeared }
    return .changed(from: before, to: stamp)
  }
}
