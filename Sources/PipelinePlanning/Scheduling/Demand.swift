package import PipelineDescription

/// What one stage takes while it runs.
package struct Demand: Hashable, Sendable {
  /// How much of each resource by its name, memory left out.
  package var amounts: [String: Int]
  /// How much memory, in bytes: as declared, else as the last success took it; 0 where that is little or
  /// not known.
  package var memory: Int

  package init(amounts: [String: Int] = [ResourceAmount.cores: 1], memory: Int = 0) {
    self.amounts = amounts
    self.memory = memory
  }

  /// What a stage takes.
  ///
  /// - Parameters:
  ///   - stage: With what it declares; without a word on cores it takes one.
  ///   - usualMemory: The most that its last success held, in bytes; nil where that is not known.
  package init(of stage: Stage, usualMemory: Int?) {
    amounts = [ResourceAmount.cores: 1]
    memory = usualMemory.map(Self.rounded) ?? 0
    for resource in stage.resources {
      if resource.name == ResourceAmount.memory {
        memory = resource.count
      } else {
        amounts[resource.name] = resource.count
      }
    }
    for exclusive in stage.exclusives { amounts[exclusive.name] = 1 }
  }

  /// Samples are not exact, and stages of about the same size are to be alike: what is less than half
  /// of this counts as nothing.
  private static let memoryStep = 256 << 20

  private static func rounded(_ bytes: Int) -> Int {
    let bytes = min(bytes, 1 << 50)
    return (bytes + memoryStep / 2) / memoryStep * memoryStep
  }
}
