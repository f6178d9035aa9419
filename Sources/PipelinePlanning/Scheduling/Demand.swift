package import PipelineDescription

/// The resources that one stage takes while it runs.
package struct Demand: Hashable, Sendable {
  /// By resource name, without memory.
  package var amounts: [String: Int]
  /// The declared memory, or else the rounded peak of the last success, in bytes; 0 if small or unknown.
  package var memory: Int

  package init(amounts: [String: Int] = [ResourceAmount.cores: 1], memory: Int = 0) {
    self.amounts = amounts
    self.memory = memory
  }

  /// `usualMemory` is the peak of the stage's last success in bytes.
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

  func takes(_ resource: String) -> Bool {
    resource == ResourceAmount.memory ? memory > 0 : amounts[resource, default: 0] > 0
  }

  /// Measured memory is inexact, so it is rounded to multiples of these bytes; similar demands become equal.
  private static let memoryStep = 256 << 20

  private static func rounded(_ bytes: Int) -> Int {
    let bytes = min(bytes, 1 << 50)
    return (bytes + memoryStep / 2) / memoryStep * memoryStep
  }
}
