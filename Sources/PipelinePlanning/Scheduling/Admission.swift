internal import PipelineDescription

/// What runs now against what there is: whether one more may start.
struct Admission {
  private let capacity: Capacity
  private(set) var running = 0
  /// What those that run have taken.
  private var taken: [String: Int] = [:]
  private var takenMemory = 0

  init(capacity: Capacity) {
    self.capacity = capacity
  }

  /// Whether there is a place at all.
  var hasPlace: Bool { running < capacity.jobs }

  /// What one more would have to wait for: a resource by its name; nil where it may start.
  ///
  /// Where nothing runs one may always start: of memory a demand is often a guess and others take of it
  /// too, and whatever else a demand says, waiting for nothing would be waiting for ever.
  ///
  /// - Parameters:
  ///   - demand: What it takes.
  ///   - freeMemory: Tells what of the machine's memory is neither in use nor promised to those that run, in
  ///     bytes; nil where the machine does not tell. Asked only where it decides.
  /// - Returns: The name.
  func lack(_ demand: Demand, _ freeMemory: () -> Int?) -> String? {
    if running == 0 { return nil }
    let short = demand.amounts.keys.filter { lacks($0, demand) }
    if let first = short.min() { return first }
    if demand.memory == 0 { return nil }
    let limit = capacity.amounts[ResourceAmount.memory] ?? .max
    let fits = demand.memory <= limit - takenMemory && demand.memory <= freeMemory() ?? .max
    return fits ? nil : ResourceAmount.memory
  }

  /// What one more waits for; nil where it may start.
  func cause(
    of demand: Demand,
    _ exclusives: Set<String>,
    _ freeMemory: () -> Int?
  ) -> Waits.Cause? {
    if !hasPlace { return .slot }
    guard let lack = lack(demand, freeMemory) else { return nil }
    if lack == ResourceAmount.memory { return .memory }
    let short = demand.amounts.keys.filter { lacks($0, demand) }
    if let resource = short.filter({ !exclusives.contains($0) }).min() { return .resource(resource) }
    return .exclusive(lack)
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
