/// The resources that a stage uses while it runs.
///
/// The runner starts the stage when these amounts are free. A stage without `Resources` uses one core. You
/// choose the names of resources other than `cores` and `memory`. `Limits` or `--resource` sets the total
/// amount of each resource.
public struct Resources: Sendable, Equatable {
  package var all: [ResourceAmount]

  /// Declares the number of processor cores that the scripts keep busy, the memory that they need together,
  /// and the amounts of other resources by name, such as `["gpu": 1, "api": 3]`.
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

  /// Declares the total number of processor cores, the total memory, and the total amounts of other resources
  /// by name, such as `["gpu": 2, "api": 3]`.
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

/// An amount of one resource that a stage uses, or that is the limit for all stages.
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
  /// Content that adds these amounts to a stage.
  public var stageContent: StageContent { StageContent { $0.resources += all } }
}

extension Limits: PipelineClause {
  /// Content that adds these limits to a pipeline.
  public var pipelineContent: PipelineContent { PipelineContent { $0.limits += all } }
}

extension PipelineBuilder {
  /// Unavailable, because `Resources` belongs in a `Stage`; `Limits` declares the total amounts.
  @available(
    *,
    unavailable,
    message: "`Resources` belongs in a `Stage`; the amounts for all stages belong in `Limits`"
  )
  public static func buildExpression(_ resources: Resources) -> PipelineContent {
    PipelineContent()
  }
}

extension StageBuilder {
  /// Unavailable, because `Limits` belongs in the `Pipeline`, not in a `Stage`.
  @available(*, unavailable, message: "`Limits` belongs in the `Pipeline`, not in a `Stage`")
  public static func buildExpression(_ limits: Limits) -> StageContent { StageContent() }
}

extension ManifestForm {
  /// Writes an object of names and amounts, or a list if there are source positions or duplicate names.
  ///
  /// The list keeps duplicate names, so that the check of the manifest can report them.
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
