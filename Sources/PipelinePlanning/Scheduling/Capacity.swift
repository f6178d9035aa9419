package import PipelineDescription

/// How much there is for all stages together: places, and an amount of each resource.
package struct Capacity: Equatable, Sendable {
  /// At most so many stages run at once.
  package var jobs: Int
  /// How much there is of each resource by its name; of memory, bytes.
  package var amounts: [String: Int]

  /// How many jobs may be asked for.
  package static let jobsRange = 1...1_000_000

  package init(jobs: Int, amounts: [String: Int] = [:]) {
    self.jobs = jobs
    self.amounts = amounts
  }

  /// What there is by the machine, the manifest and the command line, each overruling the one before.
  ///
  /// - Parameters:
  ///   - limits: The manifest's `Limits`.
  ///   - exclusives: What its stages name `Exclusive`.
  ///   - jobs: At most so many stages run at once; a machine with fewer cores counts as one with so
  ///     many, since whoever asks for more jobs than cores means it.
  ///   - cores: How many cores the machine has; nil where they are not limited here.
  ///   - memory: How many bytes of memory the machine has; nil where it does not tell.
  ///   - settings: What the command line says.
  package init(
    limits: [ResourceAmount],
    exclusives: [String],
    jobs: Int,
    cores: Int?,
    memory: Int?,
    settings: [String: Int]
  ) {
    self.jobs = jobs
    amounts = [:]
    if let cores { amounts[ResourceAmount.cores] = max(cores, jobs) }
    if let memory { amounts[ResourceAmount.memory] = memory }
    for limit in limits { amounts[limit.name] = limit.count }
    for exclusive in exclusives { amounts[exclusive] = 1 }
    amounts.merge(settings) { $1 }
  }
}

extension ResourceAmount {
  /// The amount as a whole number; checked before, so that nothing is lost here.
  package var count: Int { Int(exactly: amount.rounded()) ?? .max }
}
