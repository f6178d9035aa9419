package import PipelineDescription

/// The slots and the amounts of resources that all running stages share.
package struct Capacity: Equatable, Sendable {
  /// The number of slots, which is the largest number of stages that run in parallel.
  package var jobs: Int
  /// By resource name; memory is in bytes.
  package var amounts: [String: Int]

  package static let jobsRange = 1...1_000_000

  package init(jobs: Int, amounts: [String: Int] = [:]) {
    self.jobs = jobs
    self.amounts = amounts
  }

  /// Combines the machine (`cores`, `memory`), the manifest (`limits`) and the command line (`settings`).
  ///
  /// `cores` is nil if the executor sets no limit, `memory` is in bytes, and `gpus` is nil if unknown. A machine
  /// with fewer cores than `jobs` counts as having `jobs` cores, because a user who asks for more jobs than cores
  /// means it. There is one of each exclusive resource.
  package init(
    limits: [ResourceAmount],
    exclusives: [String],
    jobs: Int,
    cores: Int?,
    memory: Int?,
    gpus: Int? = nil,
    settings: [String: Int]
  ) {
    self.jobs = jobs
    amounts = [:]
    // A user who asks for more jobs than the machine has cores wants them to run.
    if let cores { amounts[ResourceAmount.cores] = max(cores, jobs) }
    if let memory { amounts[ResourceAmount.memory] = memory }
    if let gpus { amounts[ResourceAmount.gpus] = gpus }
    for limit in limits { amounts[limit.name] = limit.count }
    for exclusive in exclusives { amounts[exclusive] = 1 }
    amounts.merge(settings) { $1 }
  }
}

extension ResourceAmount {
  /// The amount as a whole number; earlier checks ensure that rounding loses nothing.
  package var count: Int { Int(exactly: amount.rounded()) ?? .max }
}
