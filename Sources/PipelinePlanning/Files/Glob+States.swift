extension Glob {
  /// The indices of the components that can match the next name of a path.
  ///
  /// The index `components.count` means that the whole glob has matched.
  package struct States: Hashable, Sendable {
    /// The indices below 64, one bit each; nearly all globs need only these, and so allocate no memory.
    private var low: UInt64 = 0
    /// The other indices.
    private var high: Set<Int> = []

    package var isEmpty: Bool { low == 0 && high.isEmpty }

    package func contains(_ index: Int) -> Bool {
      index < 64 ? low & 1 << UInt64(index) != 0 : high.contains(index)
    }

    mutating func insert(_ index: Int) {
      if index < 64 { low |= 1 << UInt64(index) } else { high.insert(index) }
    }
  }
}
