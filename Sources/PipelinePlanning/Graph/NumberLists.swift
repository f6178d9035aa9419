/// Many short lists of numbers, one behind the other, so that a list costs no memory of its own.
package struct NumberLists: Sendable, Equatable {
  /// Where each list ends; it begins where the one before ends.
  package private(set) var ends: [Int32] = []
  package private(set) var numbers: [Int32] = []

  package init() {}

  /// Lists as they were taken apart before; nil where the ends are no ends of lists.
  package init?(ends: [Int32], numbers: [Int32]) {
    var last: Int32 = 0
    for end in ends {
      guard end >= last else { return nil }
      last = end
    }
    guard Int(last) == numbers.count else { return nil }
    self.ends = ends
    self.numbers = numbers
  }

  /// How many lists there are.
  package var count: Int { ends.count }

  /// Adds a list behind the others.
  package mutating func append(_ list: some Sequence<Int>) {
    for number in list { numbers.append(Int32(number)) }
    ends.append(Int32(numbers.count))
  }

  /// Adds a list of stages behind the others.
  package mutating func append(_ list: some Sequence<StageID>) { append(list.lazy.map(\.index)) }

  /// The list of a stage, where there is one for each.
  package subscript(stage: StageID) -> List { self[stage.index] }

  package subscript(index: Int) -> List {
    List(numbers: numbers, start: index == 0 ? 0 : Int(ends[index - 1]), end: Int(ends[index]))
  }

  /// For each number below `count`, the lists that hold it, in order: edges the other way round.
  package func reversed(count: Int) -> NumberLists {
    var ends = [Int32](repeating: 0, count: count)
    for number in numbers { ends[Int(number)] += 1 }
    var sum: Int32 = 0
    var next = ends
    for index in ends.indices {
      next[index] = sum
      sum += ends[index]
      ends[index] = sum
    }
    var reversed = [Int32](repeating: 0, count: numbers.count)
    for index in 0..<self.count {
      for number in self[index] {
        reversed[Int(next[number])] = Int32(index)
        next[number] += 1
      }
    }
    var lists = NumberLists()
    lists.ends = ends
    lists.numbers = reversed
    return lists
  }

  /// One of the lists.
  package struct List: RandomAccessCollection, Sendable {
    fileprivate let numbers: [Int32]
    fileprivate let start: Int
    fileprivate let end: Int

    package var startIndex: Int { 0 }
    package var endIndex: Int { end - start }

    package subscript(position: Int) -> Int { Int(numbers[start + position]) }

    /// The numbers as those of stages.
    package var stages: Stages { Stages(list: self) }
  }

  /// One of the lists, where its numbers are those of stages.
  package struct Stages: RandomAccessCollection, Sendable {
    fileprivate let list: List

    package var startIndex: Int { 0 }
    package var endIndex: Int { list.count }

    package subscript(position: Int) -> StageID { StageID(list[position]) }
  }
}
