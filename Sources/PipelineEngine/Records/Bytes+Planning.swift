internal import PipelinePlanning

extension ByteWriter {
  mutating func fault(_ fault: SystemFault) {
    integer(fault.number)
    text(fault.words)
  }

  mutating func pairs(_ pairs: [(String, String)]) {
    list(pairs) { pair, writer in
      writer.text(pair.0)
      writer.text(pair.1)
    }
  }

  mutating func variable(_ variable: Recipe.Variable) {
    text(variable.name)
    optional(variable.digest) { $1.text($0) }
  }

  mutating func lists(_ lists: NumberLists) {
    numbers(lists.ends)
    numbers(lists.numbers)
  }

  mutating func table(_ table: StampTable) {
    bytes(table.names)
    numbers(table.starts)
    numbers(table.kinds)
    numbers(table.sizes)
    numbers(table.times)
  }
}

extension ByteReader {
  mutating func fault() -> SystemFault? {
    guard let number: Int32 = integer(), let words = text() else { return nil }
    return SystemFault(number: number, words: words)
  }

  mutating func kind() -> Stamp.Kind? {
    number().flatMap { UInt8(exactly: $0) }.flatMap(Stamp.Kind.init)
  }

  mutating func pairs() -> [(String, String)]? {
    list { reader in
      guard let first = reader.text(), let second = reader.text() else { return nil }
      return (first, second)
    }
  }

  mutating func variable() -> Recipe.Variable? {
    guard let name = text(), let digest = optional({ $0.text() }) else { return nil }
    return Recipe.Variable(name: name, digest: digest)
  }

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
