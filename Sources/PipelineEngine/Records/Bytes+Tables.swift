internal import PipelinePlanning

extension ByteWriter {
  /// Writes lists of numbers.
  mutating func lists(_ lists: NumberLists) {
    numbers(lists.ends)
    numbers(lists.numbers)
  }

  /// Writes a table of files.
  mutating func table(_ table: StampTable) {
    bytes(table.names)
    numbers(table.starts)
    numbers(table.kinds)
    numbers(table.sizes)
    numbers(table.times)
  }
}

extension ByteReader {
  mutating func lists() -> NumberLists? {
    guard let ends: [Int32] = numbers(), let numbers: [Int32] = numbers() else { return nil }
    return NumberLists(ends: ends, numbers: numbers)
  }

  mutating func table() -> StampTable? {
    guard let names = bytes(), let starts: [Int32] = numbers(), let kinds: [UInt8] = numbers(),
      let sizes: [Int64] = numbers(), let times: [Int64] = numbers()
    else { return nil }
    return StampTable(names: names, starts: starts, kinds: kinds, sizes: sizes, times: times)
  }
}
