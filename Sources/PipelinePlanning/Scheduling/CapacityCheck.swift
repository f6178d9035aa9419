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
    stages: [Int],
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
    var missing: [CapacityFault] = []
    for index in stages {
      let node = graph.nodes[index]
      for resource in node.stage.resources {
        let fault = fault(of: resource, in: node.stage.name, capacity, known: known)
        if let fault { missing.append(fault) }
      }
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
