extension Glob {
  /// Where the pattern can stand: a set of indices of components, or their count for its end.
  ///
  /// One machine word for all but absurd patterns, since a walk makes a new set for each name.
  package struct States: Hashable, Sendable {
    /// Those below 64, a bit each.
    private var low: UInt64 = 0
    /// The others; takes no memory while there are none.
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
