/// The resources that a stage uses while it runs.
///
/// The runner starts the stage when these amounts are free. A stage without `Resources` uses one core.
/// Resources other than `cores` and `memory` have names that you choose. `Limits` or `--resource` sets the
/// total amount of each resource.
public struct Resources: Sendable, Equatable {
  package var all: [ResourceAmount]

  /// Declares the resources that the stage uses.
  ///
  /// - Parameters:
  ///   - cores: The number of processor cores that its scripts keep busy.
  ///   - memory: The memory that its scripts need together.
  ///   - named: The amounts of other resources, by name: `["gpu": 1, "api": 3]`.
  ///   - fileID: The file of the declaration. Leave it out, because the compiler fills it in.
  ///   - line: The line of the declaration. Leave it out, too.
  public init(
    cores: Int? = nil,
    memory: MemorySize? = nil,
    _ named: KeyValuePairs<String, Int> = [:],
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    all = ResourceAmount.list(cores: cores, memory: memory, named, Place(fileID, line))
  }
}

/// The total amount of each resource that running stages share.
///
/// By default, the limits of cores and memory are those of the machine. `--resource` overrides both the
/// default and `Limits`.
public struct Limits: Sendable, Equatable {
  package var all: [ResourceAmount]

  /// Declares the limits.
  ///
  /// - Parameters:
  ///   - cores: The number of processor cores that stages may keep busy.
  ///   - memory: The memory that stages may use.
  ///   - named: The amounts of other resources, by name: `["gpu": 2, "api": 3]`.
  ///   - fileID: The file of the declaration. Leave it out, because the compiler fills it in.
  ///   - line: The line of the declaration. Leave it out, too.
  public init(
    cores: Int? = nil,
    memory: MemorySize? = nil,
    _ named: KeyValuePairs<String, Int> = [:],
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    all = ResourceAmount.list(cores: cores, memory: memory, named, Place(fileID, line))
  }
}

/// An amount of one resource, used by a stage or available to all.
package struct ResourceAmount: Sendable, Equatable {
  /// `cores`, `memory`, or a name that the manifest chose.
  package var name: String
  /// A count; for memory, the number of bytes.
  package var amount: Double
  package var place: Place

  package init(name: String, amount: Double, place: Place) {
    self.name = name
    self.amount = amount
    self.place = place
  }

  package static let cores = "cores"
  package static let memory = "memory"
  package static let gpus = "gpu"

  fileprivate static func list(
    cores: Int?,
    memory: MemorySize?,
    _ named: KeyValuePairs<String, Int>,
    _ place: Place
  ) -> [ResourceAmount] {
    var list: [ResourceAmount] = []
    if let cores {
      list.append(ResourceAmount(name: Self.cores, amount: Double(cores), place: place))
    }
    if let memory {
      list.append(ResourceAmount(name: Self.memory, amount: memory.bytes, place: place))
    }
    return list + named.map { ResourceAmount(name: $0.key, amount: Double($0.value), place: place) }
  }
}

extension Resources: StageClause {
  /// Content that adds these amounts.
  public var stageContent: StageContent { StageContent { $0.resources += all } }
}

extension Limits: PipelineClause {
  /// Content that adds these amounts.
  public var pipelineContent: PipelineContent { PipelineContent { $0.limits += all } }
}

extension PipelineBuilder {
  /// Unavailable: `Resources` belongs in a `Stage`, and the amounts for all stages in `Limits`.
  @available(
    *,
    unavailable,
    message: "`Resources` stands in a `Stage`; how much there is for all stands in `Limits`"
  )
  public static func buildExpression(_ resources: Resources) -> PipelineContent {
    PipelineContent()
  }
}

extension StageBuilder {
  /// Unavailable: `Limits` belongs in the `Pipeline`, not in a `Stage`.
  @available(*, unavailable, message: "`Limits` stands in the `Pipeline`, not in a `Stage`")
  public static func buildExpression(_ limits: Limits) -> StageContent { StageContent() }
}

extension ManifestForm {
  /// Writes an object from names to amounts, or a list if there are source positions or duplicate names.
  ///
  /// A duplicate name is a fault of the manifest. The list keeps it, so that the check can report it.
  func amounts(_ key: StaticString, _ amounts: [ResourceAmount], to writer: inout JSONWriter) {
    guard !amounts.isEmpty else { return }
    guard !hasPlaces, Set(amounts.map { Array($0.name.utf8) }).count == amounts.count else {
      return list(key, amounts, to: &writer) { amount, writer in
        writer.object { writer in
          writer.string(amount.name, for: "name")
          writer.key("amount")
          number(amount.amount, to: &writer)
          place(amount.place, to: &writer)
        }
      }
    }
    writer.key(key)
    writer.object { writer in
      for amount in amounts {
        writer.key(amount.name)
        number(amount.amount, to: &writer)
      }
    }
  }
}
