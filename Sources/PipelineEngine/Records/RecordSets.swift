internal import PipelinePlanning

/// The input sets that the records' file holds, by their numbers; some of them not read yet.
struct RecordSets: Sendable {
  private var read: [FileSet] = []
  private var unread: (index: RecordIndex, bytes: [UInt8])?

  init() {}

  /// The sets of an index, and those that come behind.
  init(on index: RecordIndex, in bytes: [UInt8]) {
    unread = (index, bytes)
  }

  private var unreadCount: Int { unread?.index.sets.count ?? 0 }

  var count: Int { unreadCount + read.count }

  mutating func append(_ set: FileSet) { read.append(set) }

  /// A set; nil where it cannot be read.
  subscript(number: Int) -> FileSet? {
    guard number < unreadCount else { return read[number - unreadCount] }
    return unread.flatMap { $0.index.set(number, in: $0.bytes) }
  }

  /// The numbers of all sets, for whoever appends further ones.
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

/// The numbers under which the records' file holds input sets, each set once.
struct SetNumbers {
  private var numbers: [FileSet: Int] = [:]
  /// How many frames of sets the file holds: the number of the next.
  ///
  /// Not the count of different sets: two that differ in memory may be the same once written.
  private(set) var count = 0

  /// The numbers of a record's sets, and those sets that the file does not hold yet, in order.
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

  /// Counts sets in that the file holds now; of two equal ones the first keeps its number.
  mutating func add(_ sets: [FileSet]) {
    for set in sets { add(set) }
  }

  /// Counts a set in; nil is one that nobody can name any more.
  mutating func add(_ set: FileSet?) {
    if let set, numbers[set] == nil { numbers[set] = count }
    count += 1
  }
}
