internal import PipelinePlanning

/// The input sets in the records file, by number; those in the index are read only when needed.
struct RecordSets: Sendable {
  private var read: [FileSet] = []
  private var unread: (index: RecordIndex, bytes: [UInt8])?

  init() {}

  init(on index: RecordIndex, in bytes: [UInt8]) {
    unread = (index, bytes)
  }

  private var unreadCount: Int { unread?.index.sets.count ?? 0 }

  var count: Int { unreadCount + read.count }

  mutating func append(_ set: FileSet) { read.append(set) }

  subscript(number: Int) -> FileSet? {
    guard number < unreadCount else { return read[number - unreadCount] }
    return unread.flatMap { $0.index.set(number, in: $0.bytes) }
  }

  /// All sets with their numbers, for a writer that adds further sets.
  var numbers: SetNumbers {
    var numbers = SetNumbers()
    if let unread {
      for number in unread.index.sets.indices {
        numbers.add(unread.index.set(number, in: unread.bytes))
      }
    }
    for set in read { numbers.add(set) }
    return numbers
  }
}

/// Finds the number of an input set in the records file, so that each set is written once.
struct SetNumbers {
  private var numbers: [FileSet: Int] = [:]
  /// The count of sets in the file, and the number of the next set; `numbers` may have fewer sets, because
  /// sets that differ in memory may be equal once they are written.
  private(set) var count = 0

  /// Returns the numbers of `sets`, and those sets that the file does not hold yet, in order.
  func assign(_ sets: [FileSet]) -> (numbers: [Int], new: [FileSet]) {
    var assigned: [Int] = []
    var new: [FileSet] = []
    var numbersOfNew: [FileSet: Int] = [:]
    for set in sets {
      if let number = numbers[set] ?? numbersOfNew[set] {
        assigned.append(number)
      } else {
        assigned.append(count + new.count)
        numbersOfNew[set] = count + new.count
        new.append(set)
      }
    }
    return (assigned, new)
  }

  /// Adds sets that the file now holds; of two equal sets, the first keeps its number.
  mutating func add(_ sets: [FileSet]) {
    for set in sets { add(set) }
  }

  /// Adds a set; nil is an unreadable set, which also gets a number.
  mutating func add(_ set: FileSet?) {
    if let set, numbers[set] == nil { numbers[set] = count }
    count += 1
  }
}
