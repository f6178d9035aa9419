/// The position of a stage in the order of declaration, as a type that code cannot confuse with a count.
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

/// An array with one value for each stage, and with `StageID` as its only index.
package struct StageTable<Value> {
  package var values: [Value]

  @inlinable
  package init(_ values: [Value] = []) { self.values = values }

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

  @inlinable
  package mutating func append(_ value: Value) { values.append(value) }
}

extension StageTable: Sendable where Value: Sendable {}
extension StageTable: Equatable where Value: Equatable {}

/// A set of stages with one flag for each stage, so that lookup and insertion need no hashing.
package struct StageSet: Sendable {
  private var isMember: StageTable<Bool>

  package init(_ stages: some Sequence<StageID> = [], outOf count: Int) {
    isMember = StageTable(repeating: false, count: count)
    for stage in stages { insert(stage) }
  }

  package mutating func insert(_ stage: StageID) { isMember[stage] = true }

  package func contains(_ stage: StageID) -> Bool { isMember[stage] }
}
