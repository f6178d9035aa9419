internal import PipelineDescription

/// Counts the resources that running stages have taken, and decides whether another stage can start.
struct Admission {
  private let capacity: Capacity
  private(set) var running = 0
  /// By resource, without memory.
  private var taken: [String: Int] = [:]
  private var takenMemory = 0

  init(capacity: Capacity) {
    self.capacity = capacity
  }

  var hasFreeSlot: Bool { running < capacity.jobs }

  /// Returns the name of the resource that a stage with this demand lacks; nil if the stage can start.
  ///
  /// `freeMemory` returns the bytes of the machine's memory that are neither in use nor reserved for running
  /// stages, or nil if unknown; it is called only if memory decides.
  func lack(_ demand: Demand, _ freeMemory: () -> Int?) -> String? {
    // No other stage could free a resource, so a stage that demands too much memory would wait forever.
    if running == 0 { return nil }
    let short = demand.amounts.keys.filter { lacks($0, demand) }
    if let first = short.min() { return first }
    return lacksMemory(demand, freeMemory) ? ResourceAmount.memory : nil
  }

  /// Returns the names of all resources that a stage with this demand lacks; empty if it can start.
  func lacks(_ demand: Demand, _ freeMemory: () -> Int?) -> Set<String> {
    if running == 0 { return [] }
    let short = Set(demand.amounts.keys.filter { lacks($0, demand) })
    return lacksMemory(demand, freeMemory) ? short.union([ResourceAmount.memory]) : short
  }

  /// Returns the cause that keeps a stage with this demand waiting; nil if it can start.
  func cause(
    of demand: Demand,
    _ exclusives: Set<String>,
    _ freeMemory: () -> Int?
  ) -> Waits.Cause? {
    if !hasFreeSlot { return .slot }
    if running == 0 { return nil }
    let short = demand.amounts.keys.filter { lacks($0, demand) }
    let resource = short.filter { !exclusives.contains($0) }.min()
    if let resource { return .resource(resource) }
    if lacksMemory(demand, freeMemory) { return .memory }
    return short.min().map { .exclusive($0) }
  }

  private func lacksMemory(_ demand: Demand, _ freeMemory: () -> Int?) -> Bool {
    if demand.memory == 0 { return false }
    let limit = capacity.amounts[ResourceAmount.memory] ?? .max
    return demand.memory > limit - takenMemory || demand.memory > freeMemory() ?? .max
  }

  private func lacks(_ name: String, _ demand: Demand) -> Bool {
    demand.amounts[name, default: 0] > (capacity.amounts[name] ?? .max) - taken[name, default: 0]
  }

  mutating func take(_ demand: Demand) { add(demand, 1) }

  mutating func give(_ demand: Demand) { add(demand, -1) }

  private mutating func add(_ demand: Demand, _ sign: Int) {
    running += sign
    takenMemory += sign * demand.memory
    for (name, amount) in demand.amounts { taken[name, default: 0] += sign * amount }
  }
}
