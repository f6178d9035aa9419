package import PipelineDescription

/// The capacity for all stages together: slots, and an amount of each resource.
package struct Capacity: Equatable, Sendable {
  /// The number of slots: the most stages that may run at once.
  package var jobs: Int
  /// The available amount of each resource, by its name; memory is in bytes.
  package var amounts: [String: Int]

  /// The numbers of jobs that a user may ask for.
  package static let jobsRange = 1...1_000_000

  package init(jobs: Int, amounts: [String: Int] = [:]) {
    self.jobs = jobs
    self.amounts = amounts
  }

  /// Creates a capacity from the machine, the manifest and the command line, each overriding the one before.
  ///
  /// - Parameters:
  ///   - limits: The manifest's `Limits`.
  ///   - exclusives: The resources that stages declare as `Exclusive`; there is one of each.
  ///   - jobs: The most stages that may run at once. A machine with fewer cores counts as having this
  ///     many, because a user who asks for more jobs than cores means it.
  ///   - cores: The number of the machine's cores; nil if the executor sets no limit.
  ///   - memory: The machine's memory in bytes; nil if it does not tell.
  ///   - settings: The amounts from the command line.
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
  /// The amount as a whole number; earlier checks ensure that rounding loses nothing.
  package var count: Int { Int(exactly: amount.rounded()) ?? .max }
}
