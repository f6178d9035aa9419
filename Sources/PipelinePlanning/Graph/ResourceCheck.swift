internal import PipelineDescription

/// Checks the resources and exclusives of stages, and the limits.
///
/// `CapacityCheck` compares them with what the machine has.
struct ResourceCheck {
  private(set) var faults: [GraphFault] = []
  /// For each name in lower case, its first spelling and the place of that; no place for the machine's own
  /// resources.
  private var spellings: [String: (name: String, place: Place?)] = [
    ResourceAmount.cores: (ResourceAmount.cores, nil),
    ResourceAmount.memory: (ResourceAmount.memory, nil),
  ]
  /// Spellings already reported as differing from another in case.
  private var told: Set<String> = []
  private var limits: [String: ResourceAmount] = [:]

  init(pipeline: Pipeline) {
    limits = check(pipeline.limits, stage: nil)
    for stage in pipeline.stages where !stage.resources.isEmpty || !stage.exclusives.isEmpty {
      let taken = check(stage.resources, stage: stage.name)
      check(stage.exclusives, of: stage.name, taken: taken)
    }
  }

  /// Returns the amounts by name.
  private mutating func check(
    _ amounts: [ResourceAmount],
    stage: String?
  ) -> [String: ResourceAmount] {
    var seen: [String: ResourceAmount] = [:]
    for amount in amounts {
      guard checkName(amount.name, stage, amount.place) else { continue }
      if !Self.isCountable(amount) {
        add(.badAmount(amount.amount), amount.name, stage, amount.place)
      }
      if let first = seen[amount.name] {
        add(.declaredTwice(firstPlace: first.place), amount.name, stage, amount.place)
      } else {
        seen[amount.name] = amount
      }
    }
    return seen
  }

  private mutating func check(
    _ exclusives: [Exclusive],
    of stage: String,
    taken: [String: ResourceAmount]
  ) {
    var places: [String: Place] = [:]
    for exclusive in exclusives {
      let (name, place) = (exclusive.name, exclusive.place)
      guard checkName(name, stage, place) else { continue }
      if let first = places[name] {
        add(.exclusiveTwice(firstPlace: first), name, stage, place)
        continue
      }
      places[name] = place
      if name == ResourceAmount.cores || name == ResourceAmount.memory {
        add(.exclusiveOfMachine, name, stage, place)
      } else if let amount = taken[name] {
        add(.exclusiveAndTaken(place: amount.place), name, stage, place)
      } else if let limit = limits[name], limit.amount != 1 {
        add(.exclusiveWithLimit(limit.amount, place: limit.place), name, stage, place)
      }
    }
  }

  /// Returns whether a name is valid; reports one that is not, or that differs from another in case.
  private mutating func checkName(_ name: String, _ stage: String?, _ place: Place) -> Bool {
    guard name.isPlainName else {
      add(.badName, name, stage, place)
      return false
    }
    // Only ASCII is allowed, so lowercasing is the same in every locale.
    let folded = name.lowercased()
    if let first = spellings[folded] {
      // Two names that were meant as one would let stages run at once that must not.
      if first.name != name, told.insert(name).inserted {
        add(.otherCase(first.name, place: first.place), name, stage, place)
      }
    } else {
      spellings[folded] = (name, place)
    }
    return true
  }

  /// Whether sums of the amount fit an integer, and a Double holds it exactly.
  private static func isCountable(_ amount: ResourceAmount) -> Bool {
    let most = amount.name == ResourceAmount.memory ? 1e15 : 1e9
    return (1...most).contains(amount.amount) && amount.amount.rounded() == amount.amount
  }

  private mutating func add(
    _ kind: ResourceFault.Kind,
    _ name: String,
    _ stage: String?,
    _ place: Place
  ) {
    faults.append(.resource(ResourceFault(kind, name: name, stage: stage, place: place)))
  }
}
