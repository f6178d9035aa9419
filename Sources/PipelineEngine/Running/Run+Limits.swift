internal import PipelineDescription
internal import PipelinePlanning

extension Run {
  mutating func warnOfTimeLimit(_ stage: StageID) {
    guard let attempt = attempts[stage]?.attempt, let limit = attempt.timeLimit else { return }
    ledger.tell(
      .warning(
        .nearTimeLimit(
          stage: attempt.stage,
          limit: limit.inSeconds,
          usual: nil,
          inJSON: context.facts.manifest.map { ManifestFiles(path: $0.text).isJSON } ?? false
        )
      )
    )
  }

  /// Warns, once for each stage, that an attempt took more memory than the stage declares.
  mutating func warnOfMemory(_ stage: StageID, _ usage: ResourceUsage) {
    let node = context.graph.nodes[stage].stage
    guard let memory = node.resources.first(where: { $0.name == ResourceAmount.memory }),
      let peak = usage.peakMemory, peak > memory.count, outcome.overMemory.insert(stage).inserted
    else { return }
    ledger.tell(
      .warning(
        .memoryAboveDeclared(stage: node.name, declared: Int64(memory.count), peak: peak)
      )
    )
  }
}
