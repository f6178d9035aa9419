/// The resources that a waiting stage lacks, which no stage of lower priority may take.
///
/// A stage that ends before the waiting one could start may take them. A stage that takes none of them is
/// not concerned.
struct Reservation: Equatable, Sendable {
  /// The priority of the waiting stage.
  var priority: Int
  /// The names of the resources, memory included.
  var lacks: Set<String>
  /// The seconds until the waiting stage can probably start; nil if that is unknown.
  var wait: Double?

  /// Returns a resource that a stage must leave to the waiting one; nil if the stage may start.
  ///
  /// `duration` is the usual duration of the stage in seconds, nil if it is unknown.
  func resource(keptFrom demand: Demand, priority: Int, duration: Double?) -> String? {
    guard priority < self.priority else { return nil }
    if let wait, let duration, duration <= wait { return nil }
    return lacks.filter(demand.takes).min()
  }
}

extension Schedule {
  /// Returns a reservation for each line whose first stage lacks something; none if all priorities are equal.
  ///
  /// The first stage of a line has the highest priority in it.
  func reservations(_ freeMemory: () -> Int?) -> [Reservation] {
    guard hasPriorities else { return [] }
    return queue.demands.indices.compactMap { line in
      guard let rank = queue.first(in: line) else { return nil }
      let demand = queue.demands[line]
      let lacks = admission.lacks(demand, freeMemory)
      guard !lacks.isEmpty else { return nil }
      return Reservation(
        priority: priority(of: startOrder[rank]),
        lacks: lacks,
        wait: wait(for: demand, freeMemory)
      )
    }
  }

  /// Returns a resource that this stage must leave to a waiting stage of higher priority; nil if there is none.
  func holder(of demand: Demand, rank: Int, _ reservations: [Reservation]) -> String? {
    let stage = startOrder[rank]
    let (priority, duration) = (priority(of: stage), usualDuration(of: stage))
    return reservations.lazy.compactMap {
      $0.resource(keptFrom: demand, priority: priority, duration: duration)
    }.first
  }

  /// Returns the seconds until running stages have freed what a stage with this demand lacks.
  ///
  /// Nil if a stage must end first whose duration is unknown. A stage that is overdue counts as ending now.
  private func wait(for demand: Demand, _ freeMemory: () -> Int?) -> Double? {
    var admission = admission
    var freed = 0
    let ends = started.map { stage, start in
      (stage: stage, left: usualDuration(of: stage).map { max(0, start + $0 - waits.now) })
    }.sorted { ($0.left ?? .infinity, $0.stage) < ($1.left ?? .infinity, $1.stage) }
    for (stage, left) in ends {
      admission.give(queue.demands[line[stage]])
      freed += queue.demands[line[stage]].memory
      if admission.lack(demand, { freeMemory().map { $0 + freed } }) == nil { return left }
    }
    return nil
  }
}
