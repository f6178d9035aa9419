package import PipelineDescription

/// Checks, before anything runs, that there is enough of the resources that stages take.
package enum CapacityCheck {
  /// Returns the faults of `settings`, from the command line, then those of `stages`, which run or may run.
  package static func faults(
    _ graph: Graph,
    stages: [StageID],
    capacity: Capacity,
    limits: [ResourceAmount],
    settings: [String: Int]
  ) -> [CapacityFault] {
    let exclusives = Set(graph.exclusives)
    // Lazy, because it reads every stage, and only a fault or a setting needs it.
    lazy var names = exclusives.union(
      graph.nodes.flatMap { $0.stage.resources.map(\.name) } + limits.map(\.name)
        + [ResourceAmount.cores, ResourceAmount.memory]
    ).sorted()
    lazy var known = names.filter { capacity.amounts[$0] != nil }
    let bad = settings.sorted { $0.key < $1.key }.compactMap { name, amount in
      fault(of: name, amount, among: names, exclusives)
    }
    let missing = stages.map { graph.nodes[$0].stage }.flatMap { stage in
      stage.resources.compactMap { fault(of: $0, in: stage.name, capacity, known: known) }
    }
    return bad + missing
  }

  private static func fault(
    of setting: String,
    _ amount: Int,
    among names: [String],
    _ exclusives: Set<String>
  ) -> CapacityFault? {
    guard names.contains(setting) else {
      return .unknownSetting(resource: setting, nearest: nearestName(to: setting, among: names))
    }
    return exclusives.contains(setting) && amount != 1
      ? .exclusiveSetting(resource: setting, amount: amount) : nil
  }

  private static func fault(
    of resource: ResourceAmount,
    in stage: String,
    _ capacity: Capacity,
    known: @autoclosure () -> [String]
  ) -> CapacityFault? {
    guard let available = capacity.amounts[resource.name] else {
      // Some machines do not report how much memory they have.
      if resource.name == ResourceAmount.memory { return nil }
      return .noLimit(
        stage: stage,
        resource: resource.name,
        nearest: nearestName(to: resource.name, among: known()),
        place: resource.place
      )
    }
    guard resource.count > available else { return nil }
    return .tooMuch(
      stage: stage,
      resource: resource.name,
      wanted: resource.count,
      available: available,
      place: resource.place
    )
  }
}

package enum CapacityFault: Error, Equatable, Sendable {
  /// Neither the manifest, the machine nor the command line gives an amount of the resource.
  case noLimit(stage: String, resource: String, nearest: String?, place: Place)
  case tooMuch(stage: String, resource: String, wanted: Int, available: Int, place: Place)
  /// The command line sets a resource that neither a stage nor `Limits` names.
  case unknownSetting(resource: String, nearest: String?)
  /// The command line sets an exclusive resource to an amount other than 1.
  case exclusiveSetting(resource: String, amount: Int)
}
