package import PipelineDescription

/// The resources that one stage takes while it runs.
package struct Demand: Hashable, Sendable {
  /// The amount of each resource by its name, without memory.
  package var amounts: [String: Int]
  /// The memory in bytes: the declared amount, or else the peak of the last success, rounded.
  ///
  /// 0 if that is small or unknown.
  package var memory: Int

  package init(amounts: [String: Int] = [ResourceAmount.cores: 1], memory: Int = 0) {
    self.amounts = amounts
    self.memory = memory
  }

  /// Creates the demand of a stage.
  ///
  /// - Parameters:
  ///   - stage: The stage; it takes one core unless it declares a number.
  ///   - usualMemory: The peak memory of its last success, in bytes; nil if unknown.
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

  /// The unit to which measured memory is rounded, in bytes; less than half of it counts as 0.
  ///
  /// Samples are not exact. Rounding also gives stages of about the same size the same demand.
  private static let memoryStep = 256 << 20

  private static func rounded(_ bytes: Int) -> Int {
    let bytes = min(bytes, 1 << 50)
    return (bytes + memoryStep / 2) / memoryStep * memoryStep
  }
}
