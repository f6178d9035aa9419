internal import PipelineDescription

/// Checks what stages take, what they want for themselves, and the limits.
///
/// Whether there is as much as a stage asks for depends on the machine, and is no matter of this.
struct ResourceCheck {
  private(set) var faults: [GraphFault] = []
  /// For each name without its case, the spelling that came first and its line; no line for those that
  /// belong to the machine.
  private var spellings: [String: (name: String, line: Int?)] = [
    ResourceAmount.cores: (ResourceAmount.cores, nil),
    ResourceAmount.memory: (ResourceAmount.memory, nil),
  ]
  /// Spellings of which it has been told that they differ from another in case.
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
      guard checkName(amount.name, stage, amount.line) else { continue }
      if !Self.isCountable(amount) {
        add(.badAmount(amount.amount), amount.name, stage, amount.line)
      }
      if let first = seen[amount.name] {
        add(.declaredTwice(firstLine: first.line), amount.name, stage, amount.line)
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
    var lines: [String: Int] = [:]
    for exclusive in exclusives {
      let (name, line) = (exclusive.name, exclusive.line)
      guard checkName(name, stage, line) else { continue }
      if let first = lines[name] {
        add(.exclusiveTwice(firstLine: first), name, stage, line)
        continue
      }
      lines[name] = line
      if name == ResourceAmount.cores || name == ResourceAmount.memory {
        add(.exclusiveOfMachine, name, stage, line)
      } else if let amount = taken[name] {
        add(.exclusiveAndTaken(line: amount.line), name, stage, line)
      } else if let limit = limits[name], limit.amount != 1 {
        add(.exclusiveWithLimit(limit.amount, line: limit.line), name, stage, line)
      }
    }
  }

  /// Says whether the name can be one.
  private mutating func checkName(_ name: String, _ stage: String?, _ line: Int) -> Bool {
    guard name.isPlainName else {
      add(.badName, name, stage, line)
      return false
    }
    // Only ASCII is allowed, so lowercasing is the same in every locale.
    let folded = name.lowercased()
    if let first = spellings[folded] {
      // Two names that were meant as one would let stages run at once that must not.
      if first.name != name, told.insert(name).inserted {
        add(.otherCase(first.name, line: first.line), name, stage, line)
      }
    } else {
      spellings[folded] = (name, line)
    }
    return true
  }

  /// Sums of so much fit every integer, and a Double holds each exactly.
  private static func isCountable(_ amount: ResourceAmount) -> Bool {
    let most = amount.name == ResourceAmount.memory ? 1e15 : 1e9
    return (1...most).contains(amount.amount) && amount.amount.rounded() == amount.amount
  }

  private mutating func add(
    _ kind: ResourceFault.Kind,
    _ name: String,
    _ stage: String?,
    _ line: Int
  ) {
    faults.append(.resource(ResourceFault(kind, name: name, stage: stage, line: line)))
  }
}
