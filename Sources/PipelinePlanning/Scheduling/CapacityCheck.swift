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
    let exclusives = Set(graph.nodes.flatMap { $0.stage.exclusives.map(\.name) })
    let names = exclusives.union(
      graph.nodes.flatMap { $0.stage.resources.map(\.name) } + limits.map(\.name)
        + [ResourceAmount.cores, ResourceAmount.memory]
    ).sorted()
    var faults: [CapacityFault] = []
    for (name, amount) in settings.sorted(by: { $0.key < $1.key }) {
      if !names.contains(name) {
        faults.append(
          .unknownSetting(resource: name, nearest: nearestName(to: name, among: names))
        )
      } else if exclusives.contains(name), amount != 1 {
        faults.append(.exclusiveSetting(resource: name, amount: amount))
      }
    }
    let known = names.filter { capacity.amounts[$0] != nil }
    for stage in stages.map({ graph.nodes[$0].stage }) {
      for resource in stage.resources {
        guard let available = capacity.amounts[resource.name] else {
          // Of memory a machine may not tell how much it has.
          if resource.name == ResourceAmount.memory { continue }
          faults.append(
            .noLimit(
              stage: stage.name,
              resource: resource.name,
              nearest: nearestName(to: resource.name, among: known),
              line: resource.line
            )
          )
          continue
        }
        if resource.count > available {
          faults.append(
            .tooMuch(
              stage: stage.name,
              resource: resource.name,
              wanted: resource.count,
              available: available,
              line: resource.line
            )
          )
        }
      }
    }
    return faults
  }
}
