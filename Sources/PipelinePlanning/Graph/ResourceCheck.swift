package import PipelineDescription

/// Checks resources, exclusives and limits; `CapacityCheck` compares them with the machine's capacity.
struct ResourceCheck {
  private(set) var faults: [GraphFault] = []
  /// By lowercase name, the first spelling and its place in the manifest; nil for `cores` and `memory`.
  private var spellings: [String: (name: String, place: Place?)] = [
    ResourceAmount.cores: (ResourceAmount.cores, nil),
    ResourceAmount.memory: (ResourceAmount.memory, nil),
  ]
  private var reportedSpellings: Set<String> = []
  private var limits: [String: ResourceAmount] = [:]

  init(pipeline: Pipeline) {
    limits = check(pipeline.limits, stage: nil)
    for stage in pipeline.stages where !stage.resources.isEmpty || !stage.exclusives.isEmpty {
      let taken = check(stage.resources, stage: stage.name)
      check(stage.exclusives, of: stage.name, taken: taken)
    }
  }

  /// Reports invalid amounts, and returns the first amount of each name.
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

  /// Returns whether a name is valid; reports an invalid name, or one that differs from another only in case.
  private mutating func checkName(_ name: String, _ stage: String?, _ place: Place) -> Bool {
    guard name.isPlainName else {
      add(.badName, name, stage, place)
      return false
    }
    // Only ASCII is allowed, so lowercasing is the same in every locale.
    let folded = name.lowercased()
    if let first = spellings[folded] {
      // If both spellings mean one resource, stages that exclude each other would run in parallel.
      if first.name != name, reportedSpellings.insert(name).inserted {
        add(.otherCase(first.name, place: first.place), name, stage, place)
      }
    } else {
      spellings[folded] = (name, place)
    }
    return true
  }

  /// Whether a `Double` holds the amount exactly, and sums of such amounts fit into an integer.
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

package struct ResourceFault: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case badName
    /// The amount is not a whole number from 1 to 1e9 (1e15 bytes for `memory`).
    case badAmount(Double)
    case declaredTwice(firstPlace: Place)
    case exclusiveTwice(firstPlace: Place)
    case exclusiveAndTaken(place: Place)
    /// The stage declares `cores` or `memory` as exclusive.
    case exclusiveOfMachine
    /// The stage declares the resource as exclusive, but its limit is not 1.
    case exclusiveWithLimit(Double, place: Place)
    /// Another name differs only in case; `place` is nil if that name is `cores` or `memory`.
    case otherCase(String, place: Place?)
  }

  package var kind: Kind
  package var name: String
  /// The stage with the faulty declaration; nil for the limits of the pipeline.
  package var stage: String?
  package var place: Place

  package init(_ kind: Kind, name: String, stage: String?, place: Place) {
    self.kind = kind
    self.name = name
    self.stage = stage
    self.place = place
  }
}
