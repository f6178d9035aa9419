/// The states of many files in flat lists, without links and unreadable files.
///
/// A `Path` and a `FileState` for each of 100,000 files would cost more than the system calls.
package struct StampTable: Sendable, Equatable {
  /// The paths in normal form, each followed by a zero byte.
  package private(set) var names: [UInt8] = []
  /// The offset in `names` at which each path begins.
  package private(set) var starts: [Int32] = []
  /// For each file, the raw value of its `Stamp.Kind`, or `missing`.
  package private(set) var kinds: [UInt8] = []
  /// In bytes.
  package private(set) var sizes: [Int64] = []
  /// Modification times in nanoseconds since 1970.
  package private(set) var times: [Int64] = []

  package static let missing: UInt8 = 255

  package init() {}

  /// Restores a table from its lists; nil if the lists do not fit together.
  package init?(
    names: [UInt8],
    starts: [Int32],
    kinds: [UInt8],
    sizes: [Int64],
    times: [Int64]
  ) {
    let count = starts.count
    guard kinds.count == count, sizes.count == count, times.count == count,
      starts.first ?? 0 == 0, (count == 0) == names.isEmpty, names.last ?? 0 == 0
    else { return nil }
    // Each path must begin right after a zero byte, so that no path reaches beyond `names`.
    for index in starts.indices.dropFirst() {
      let start = Int(starts[index])
      guard start > Int(starts[index - 1]), start < names.count, names[start - 1] == 0 else {
        return nil
      }
    }
    (self.names, self.starts, self.kinds, self.sizes, self.times) =
      (names, starts, kinds, sizes, times)
  }

  package var count: Int { starts.count }

  package static func holds(_ state: FileState) -> Bool {
    switch state {
    case .missing: true
    case .present(let stamp): stamp.link == nil
    case .unreadable: false
    }
  }

  /// Whether the path still fits; the offsets in `names` have only 32 bits.
  package func hasRoom(for path: Path) -> Bool {
    names.count + path.bytes.count < Int(Int32.max)
  }

  /// Adds a file, for which `holds` and `hasRoom` must be true.
  package mutating func append(_ path: Path, _ state: FileState) {
    precondition(Self.holds(state), "a link or an error does not fit into the table")
    starts.append(Int32(names.count))
    names += path.bytes
    names.append(0)
    kinds.append(state.stamp?.kind.rawValue ?? Self.missing)
    sizes.append(state.stamp?.size ?? 0)
    times.append(state.stamp?.modified ?? 0)
  }

  package func path(of index: Int) -> Path {
    let end = index + 1 < starts.count ? Int(starts[index + 1]) : names.count
    return Path(bytes: Array(names[Int(starts[index])..<end - 1]))
  }

  package func state(of index: Int) -> FileState {
    guard let kind = Stamp.Kind(rawValue: kinds[index]) else { return .missing }
    return .present(Stamp(kind: kind, size: sizes[index], modified: times[index]))
  }
}
