package import PipelineDescription

/// Checks, before anything runs, that the resources that stages take exist in sufficient amount.
package enum CapacityCheck {
  /// Returns all faults: those of the command line, then those of the stages in the order of execution.
  ///
  /// - Parameters:
  ///   - graph: The graph of all stages.
  ///   - stages: The stages that will or may run, in the order of execution.
  ///   - capacity: The available amounts.
  ///   - limits: The `Limits` of the pipeline.
  ///   - settings: The amounts from the command line.
  /// - Returns: The faults.
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
      // A machine may not tell how much memory it has.
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

/// A fault of a stage's resources or of a resource setting.
package enum CapacityFault: Error, Equatable, Sendable {
  /// A stage takes a resource whose amount neither the manifest, the machine nor the command line gives.
  case noLimit(stage: String, resource: String, nearest: String?, place: Place)
  /// A stage takes more of a resource than is available.
  case tooMuch(stage: String, resource: String, wanted: Int, available: Int, place: Place)
  /// The command line sets a resource that neither a stage nor `Limits` names.
  case unknownSetting(resource: String, nearest: String?)
  /// The command line sets an exclusive resource to an amount other than 1.
  case exclusiveSetting(resource: String, amount: Int)
}
