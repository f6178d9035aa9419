/// The number of a stage: its position in the order of declaration.
///
/// A type of its own, so that it cannot be taken for a count, or for a position in some other order.
package struct StageID: Hashable, Comparable, Strideable, Sendable {
  package let index: Int

  @inlinable
  package init(_ index: Int) { self.index = index }

  @inlinable
  package static func < (one: StageID, other: StageID) -> Bool { one.index < other.index }

  @inlinable
  package func distance(to other: StageID) -> Int { other.index - index }

  @inlinable
  package func advanced(by count: Int) -> StageID { StageID(index + count) }
}

/// A value for each stage of a graph: an array that only the number of a stage is a subscript of.
package struct StageTable<Value> {
  /// In the order of declaration.
  package var values: [Value]

  @inlinable
  package init(_ values: [Value] = []) { self.values = values }

  /// The same value for each of so many stages.
  @inlinable
  package init(repeating value: Value, count: Int) {
    values = Array(repeating: value, count: count)
  }

  @inlinable
  package var stages: Range<StageID> { StageID(0)..<StageID(values.count) }

  @inlinable
  package subscript(stage: StageID) -> Value {
    get { values[stage.index] }
    set { values[stage.index] = newValue }
  }

  /// Adds the value of the stage behind the others.
  @inlinable
  package mutating func append(_ value: Value) { values.append(value) }
}

extension StageTable: Sendable where Value: Sendable {}
extension StageTable: Equatable where Value: Equatable {}

/// Some stages of a graph, by their numbers: a flag for each, so that neither asking nor adding hashes.
package struct StageSet: Sendable {
  private var isMember: StageTable<Bool>

  /// Some of so many stages.
  package init(_ stages: some Sequence<StageID> = [], outOf count: Int) {
    isMember = StageTable(repeating: false, count: count)
    for stage in stages { insert(stage) }
  }

  package mutating func insert(_ stage: StageID) { isMember[stage] = true }

  package func contains(_ stage: StageID) -> Bool { isMember[stage] }
}
