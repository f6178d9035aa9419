/// So much of one resource, wanted or there.
package struct ResourceAmount: Sendable, Equatable {
  /// The name: `cores`, `memory`, or one that the manifest makes up.
  package var name: String
  /// How much: a count, or of memory the bytes.
  package var amount: Double
  /// The line of the manifest on which it is declared.
  package var line: Int

  package init(name: String, amount: Double, line: Int) {
    self.name = name
    self.amount = amount
    self.line = line
  }

  /// The name of the processor cores.
  package static let cores = "cores"
  /// The name of the main memory, which is counted in bytes.
  package static let memory = "memory"

  /// What stands between the parentheses of `Resources` and of `Limits`.
  static func list(
    cores: Int?,
    memory: MemorySize?,
    _ named: KeyValuePairs<String, Int>,
    line: Int
  ) -> [ResourceAmount] {
    var list: [ResourceAmount] = []
    if let cores {
      list.append(ResourceAmount(name: Self.cores, amount: Double(cores), line: line))
    }
    if let memory {
      list.append(ResourceAmount(name: Self.memory, amount: memory.bytes, line: line))
    }
    return list + named.map { ResourceAmount(name: $0.key, amount: Double($0.value), line: line) }
  }
}
