extension Glob {
  /// The set of states of a walk: the indices of the components that can match the next name of a path.
  ///
  /// The index `components.count` means the end of the glob. A walk creates a set for each name, so the set is
  /// one machine word for every realistic glob.
  package struct States: Hashable, Sendable {
    /// The indices below 64, one bit each.
    private var low: UInt64 = 0
    /// The other indices; an empty set allocates nothing.
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
