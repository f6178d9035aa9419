/// Many files with what stands there, in a few lists: nothing per file has memory of its own.
///
/// Made to ask the disk about 100,000 files at once (`FileSystem.changed(in:among:)`), where a `Path`
/// and a `FileState` for each would cost more than the asking. What was reached by a link, or could not
/// be read, does not fit in.
package struct StampTable: Sendable, Equatable {
  /// The paths, in normal form, each with a zero byte behind it.
  package private(set) var names: [UInt8] = []
  /// Where each path begins.
  package private(set) var starts: [Int32] = []
  /// `Stamp.Kind`, or `missing`.
  package private(set) var kinds: [UInt8] = []
  /// In bytes.
  package private(set) var sizes: [Int64] = []
  /// In nanoseconds since 1970.
  package private(set) var times: [Int64] = []

  /// The kind of what is not there.
  package static let missing: UInt8 = 255

  package init() {}

  /// A table as it was taken apart before; nil where the lists do not fit together.
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
    // Each path begins behind the zero of the one before, and so no path can lead out of the names.
    for index in starts.indices.dropFirst() {
      let start = Int(starts[index])
      guard start > Int(starts[index - 1]), start < names.count, names[start - 1] == 0 else {
        return nil
      }
    }
    (self.names, self.starts, self.kinds, self.sizes, self.times) =
      (names, starts, kinds, sizes, times)
  }

  /// How many files it has.
  package var count: Int { starts.count }

  /// Whether a state fits into the table.
  package static func holds(_ state: FileState) -> Bool {
    switch state {
    case .missing: true
    case .present(let stamp): stamp.link == nil
    case .unreadable: false
    }
  }

  /// Whether a path still fits: a place among the names is a number of 32 bits.
  package func hasRoom(for path: Path) -> Bool {
    names.count + path.bytes.count < Int(Int32.max)
  }

  /// Adds a file whose state fits; the number of files grows by one.
  package mutating func append(_ path: Path, _ state: FileState) {
    precondition(Self.holds(state), "a link or an error does not fit into the table")
    starts.append(Int32(names.count))
    names += path.bytes
    names.append(0)
    kinds.append(state.stamp?.kind.rawValue ?? Self.missing)
    sizes.append(state.stamp?.size ?? 0)
    times.append(state.stamp?.modified ?? 0)
  }

  /// The path of a file.
  package func path(of index: Int) -> Path {
    let end = index + 1 < starts.count ? Int(starts[index + 1]) : names.count
    return Path(bytes: Array(names[Int(starts[index])..<end - 1]))
  }

  /// What stands at a path by the table.
  package func state(of index: Int) -> FileState {
    guard let kind = Stamp.Kind(rawValue: kinds[index]) else { return .missing }
    return .present(Stamp(kind: kind, size: sizes[index], modified: times[index]))
  }
}
