internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

/// The warnings before a run, about things that do not prevent its start.
extension StartCheck {
  /// Returns a warning for each stage that reads from stages outside the selection that ran but are stale.
  package mutating func staleUpstream() -> [Event.Warning] {
    guard plan.entries.count < workspace.graph.nodes.count else { return [] }
    // Includes up-to-date stages, because "nothing to do" would mislead if their upstream stages are stale.
    let outside = Set(
      plan.entries.flatMap { workspace.graph.upstream(of: $0.stage) }.filter {
        !selected.contains($0)
      }
    )
    guard !outside.isEmpty else { return [] }
    // Whether these stages are stale depends on their own upstream stages.
    let needed = closure(of: outside, over: workspace.graph.upstream(of:))
      .filter { !selected.contains($0) }
    var planner = Planner(workspace: workspace, records: records, known: known)
    var readers: [String: Int] = [:]
    var warnings: [Event.Warning] = []
    for entry in planner.plan(needed, isForced: false).entries {
      guard outside.contains(entry.stage), case .run(let reasons) = entry.verdict,
        let reason = reasons.first,
        let reader = plan.entries.first(where: {
          workspace.graph.upstream(of: $0.stage).contains(entry.stage)
        })
      else { continue }
      let stage = workspace.graph.name(of: reader.stage)
      let upstream = workspace.graph.name(of: entry.stage)
      if let index = readers[stage] {
        warnings[index] = warnings[index].adding(upstream)
      } else {
        readers[stage] = warnings.count
        warnings.append(.upstreamStale(stage: stage, upstream: upstream, reason: reason))
      }
    }
    return warnings
  }

  /// Returns a warning about plain arguments that are files or outputs of other stages, for stages that will
  /// or may run; nil if there are none.
  package mutating func undeclaredArguments() -> Event.Warning? {
    let check = ArgumentCheck(workspace.resolver)
    var found: [(stage: String, path: String)] = []
    for entry in plan.entries where entry.verdict != .upToDate {
      let node = workspace.graph.nodes[entry.stage]
      for path in check.undeclaredPaths(of: node)
      where observer.state(of: path).stamp?.kind == .file || isMade(path) {
        found.append((node.stage.name, path.text))
      }
    }
    return found.first.map { first in
      let others = found.dropFirst().prefix(100).map { "\($0.stage): \($0.path)" }
      return .undeclaredArgument(stage: first.stage, path: first.path, others: others)
    }
  }

  private mutating func isMade(_ path: Path) -> Bool {
    fillMakers()
    return makers[path.text] != nil
  }

  mutating func fillMakers() {
    guard makers.isEmpty else { return }
    for node in workspace.graph.nodes {
      for output in node.outputs { makers[output.path.text] = node.stage.name }
    }
  }
}

extension Event.Warning {
  /// Adds a stale upstream stage to a warning about another one.
  fileprivate func adding(_ upstream: String) -> Event.Warning {
    guard case .upstreamStale(let stage, let first, let reason, let others) = self else {
      return self
    }
    return .upstreamStale(
      stage: stage,
      upstream: first,
      reason: reason,
      others: others + [upstream]
    )
  }
}
