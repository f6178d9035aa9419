package import PipelineDescription

/// Compares what stages take with what there is, before anything runs.
package enum CapacityCheck {
  /// Everything that is wrong, the command line's first, then in the order of execution.
  ///
  /// - Parameters:
  ///   - graph: All stages.
  ///   - stages: Those that will or may run, in the order of execution.
  ///   - capacity: What there is.
  ///   - limits: The `Limits` of the pipeline.
  ///   - settings: What the command line says that there is.
  /// - Returns: The faults.
  package static func faults(
    _ graph: Graph,
    stages: [StageID],
    capacity: Capacity,
    limits: [ResourceAmount],
    settings: [String: Int]
  ) -> [CapacityFault] {
    let exclusives = Set(graph.exclusives)
    // Every stage is asked for its resources, and only where something is wrong or set.
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
      // Of memory a machine may not tell how much it has.
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

/// What is wrong with what stages take, measured by what there is.
package enum CapacityFault: Error, Equatable, Sendable {
  /// A stage takes of a resource, and nobody says how much of it there is.
  case noLimit(stage: String, resource: String, nearest: String?, place: Place)
  /// A stage takes more than there is.
  case tooMuch(stage: String, resource: String, wanted: Int, available: Int, place: Place)
  /// The command line sets a resource of which no stage takes.
  case unknownSetting(resource: String, nearest: String?)
  /// The command line says that there is more than one of what is exclusive.
  case exclusiveSetting(resource: String, amount: Int)
}
