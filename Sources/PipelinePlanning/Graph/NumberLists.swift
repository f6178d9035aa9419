/// Many short lists of numbers in one array, so that a list needs no allocation of its own.
package struct NumberLists: Sendable, Equatable {
  /// The offset in `numbers` after each list; a list begins where the previous list ends.
  package private(set) var ends: [Int32] = []
  package private(set) var numbers: [Int32] = []

  package init() {}

  /// Restores lists from the two arrays; nil if `ends` decreases or does not fit `numbers`.
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

  package var count: Int { ends.count }

  package mutating func append(_ list: some Sequence<Int>) {
    for number in list { numbers.append(Int32(number)) }
    ends.append(Int32(numbers.count))
  }

  package mutating func append(_ list: some Sequence<StageID>) { append(list.lazy.map(\.index)) }

  /// The list of a stage; only valid if there is one list for each stage.
  package subscript(stage: StageID) -> List { self[stage.index] }

  package subscript(index: Int) -> List {
    List(numbers: numbers, start: index == 0 ? 0 : Int(ends[index - 1]), end: Int(ends[index]))
  }

  /// Returns `count` lists, of which list `n` has the ascending indices of the lists that contain `n`; every
  /// number must be below `count`.
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

  package struct List: RandomAccessCollection, Sendable {
    fileprivate let numbers: [Int32]
    fileprivate let start: Int
    fileprivate let end: Int

    package var startIndex: Int { 0 }
    package var endIndex: Int { end - start }

    package subscript(position: Int) -> Int { Int(numbers[start + position]) }

    package var stages: Stages { Stages(list: self) }
  }

  package struct Stages: RandomAccessCollection, Sendable {
    fileprivate let list: List

    package var startIndex: Int { 0 }
    package var endIndex: Int { list.count }

    package subscript(position: Int) -> StageID { StageID(list[position]) }
  }
}
