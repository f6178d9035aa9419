/// What a stage takes while it runs; it starts when that much is free.
///
/// A stage takes one core where nothing is said. Names other than `cores` and `memory` are the
/// manifest's own; `Limits` or `--resource` says how much of each there is.
public struct Resources: Sendable, Equatable {
  package var all: [ResourceAmount]

  /// Declares what the stage takes.
  ///
  /// - Parameters:
  ///   - cores: How many processor cores its scripts keep busy.
  ///   - memory: How much memory they need together.
  ///   - named: How much of other resources, by name: `["gpu": 1, "api": 3]`.
  ///   - fileID: The file of the declaration; leave it out.
  ///   - line: The line of the declaration; leave it out.
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

/// How much of each resource there is for all stages together.
///
/// Of cores and memory there is what the machine has, where nothing is said. `--resource` overrules
/// both.
public struct Limits: Sendable, Equatable {
  package var all: [ResourceAmount]

  /// Declares how much there is.
  ///
  /// - Parameters:
  ///   - cores: How many processor cores may be kept busy.
  ///   - memory: How much memory may be taken.
  ///   - named: How much there is of other resources, by name: `["gpu": 2, "api": 3]`.
  ///   - fileID: The file of the declaration; leave it out.
  ///   - line: The line of the declaration; leave it out.
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

/// An amount of one resource, taken or available.
package struct ResourceAmount: Sendable, Equatable {
  /// The name: `cores`, `memory`, or one of the manifest's own.
  package var name: String
  /// How much: a count, or of memory the bytes.
  package var amount: Double
  package var place: Place

  package init(name: String, amount: Double, place: Place) {
    self.name = name
    self.amount = amount
    self.place = place
  }

  /// The name of the processor cores.
  package static let cores = "cores"
  /// The name of the main memory, which is counted in bytes.
  package static let memory = "memory"

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
  /// Further amounts.
  public var stageContent: StageContent { StageContent { $0.resources += all } }
}

extension Limits: PipelineClause {
  /// Further amounts.
  public var pipelineContent: PipelineContent { PipelineContent { $0.limits += all } }
}

extension PipelineBuilder {
  /// Says where `Resources` belongs.
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
  /// Says where `Limits` belongs.
  @available(*, unavailable, message: "`Limits` stands in the `Pipeline`, not in a `Stage`")
  public static func buildExpression(_ limits: Limits) -> StageContent { StageContent() }
}

extension ManifestForm {
  /// Writes amounts by name where that says it all, else a list of objects.
  ///
  /// A name that comes twice is a fault of the manifest, and must reach the check of it.
  func amounts(_ key: StaticString, _ amounts: [ResourceAmount], to writer: inout JSONWriter) {
    guard !amounts.isEmpty else { return }
    guard !hasPlaces, Set(amounts.map { Array($0.name.utf8) }).count == amounts.count else {
      return list(key, amounts, to: &writer) { amount, writer in
        writer.object { writer in
          writer.key("name")
          writer.string(amount.name)
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
