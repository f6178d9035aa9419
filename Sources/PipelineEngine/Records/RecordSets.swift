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
