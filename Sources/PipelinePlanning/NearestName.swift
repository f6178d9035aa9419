/// Returns the name that the user probably meant by `typed`; nil if no name is similar.
///
/// A name is similar if it begins with `typed`, if it is a path that ends in `typed`, or if one to three
/// typos (more in longer names) turn it into `typed`. A typo adds, omits or replaces a character, or swaps
/// two neighboring characters. Case is ignored.
///
/// The name with the fewest typos wins. The other fields of `Similarity`, then byte order, break ties, so the
/// order of `names` does not matter.
package func nearestName(to typed: String, among names: some Sequence<String>) -> String? {
  let wanted = Spelling(typed)
  guard !wanted.folded.isEmpty else { return nil }

  var best: (name: String, similarity: Similarity)?
  for name in names {
    guard let similarity = Similarity(of: Spelling(name), to: wanted) else { continue }
    if let known = best {
      let isBetter =
        similarity == known.similarity
        ? name.utf8.lexicographicallyPrecedes(known.name.utf8)
        : similarity < known.similarity
      guard isBetter else { continue }
    }
    best = (name, similarity)
  }
  return best?.name
}

private struct Spelling {
  let exact: [Unicode.Scalar]
  let folded: [Unicode.Scalar]

  init(_ name: String) {
    exact = Array(name.unicodeScalars)
    folded = Array(name.lowercased().unicodeScalars)
  }
}

/// The similarity of a name to the typed one; a smaller value is more similar.
private struct Similarity: Comparable {
  /// Longer names are compared by prefix and suffix only, which bounds the work.
  private static let longestMeasured = 256

  /// The number of typos; at most 1 if the typed text is a prefix or suffix of the name.
  private let typos: Int
  /// Whether the typed text is neither a prefix nor a suffix of the name; false is better.
  private let isNoPart: Bool
  private let typosWithCase: Int
  /// The length of the common prefix, negated because a longer one is better.
  private let negatedCommonPrefix: Int
  /// The distance between the first two characters that differ; `2026` is nearer to `2025` than to `2021`.
  private let firstStep: Int

  init?(of name: Spelling, to wanted: Spelling) {
    let longer = max(name.folded.count, wanted.folded.count)
    let shorter = min(name.folded.count, wanted.folded.count)
    let limit = min(max(1, longer / 3), 3)
    let isMeasured = longer <= Self.longestMeasured && longer - shorter <= limit
    let distance =
      isMeasured ? editDistance(from: name.folded, to: wanted.folded, atMost: limit) : nil

    isNoPart = !Self.isPart(wanted, of: name)
    if let distance, distance < longer {
      typos = isNoPart ? distance : min(distance, 1)
      typosWithCase =
        editDistance(from: name.exact, to: wanted.exact, atMost: .max) ?? longer
    } else if !isNoPart {
      typos = 1
      typosWithCase = longer - shorter
    } else {
      return nil
    }

    var common = 0
    while common < shorter, name.folded[common] == wanted.folded[common] { common += 1 }
    negatedCommonPrefix = -common
    firstStep =
      common < shorter
      ? abs(Int(name.folded[common].value) - Int(wanted.folded[common].value)) : 0
  }

  /// Whether `wanted` has at least two characters, and `name` begins with it or is a path that ends in it.
  private static func isPart(_ wanted: Spelling, of name: Spelling) -> Bool {
    guard wanted.folded.count >= 2, name.folded.count >= wanted.folded.count else { return false }
    if name.folded.starts(with: wanted.folded) { return true }
    let rest = name.folded.dropLast(wanted.folded.count)
    return rest.last == "/" && name.folded.suffix(wanted.folded.count).elementsEqual(wanted.folded)
  }

  static func < (one: Similarity, other: Similarity) -> Bool {
    if one.typos != other.typos { return one.typos < other.typos }
    if one.isNoPart != other.isNoPart { return other.isNoPart }
    return (one.typosWithCase, one.negatedCommonPrefix, one.firstStep)
      < (other.typosWithCase, other.negatedCommonPrefix, other.firstStep)
  }
}

/// Returns the restricted Damerau-Levenshtein distance of two texts; nil if it is more than `limit`.
private func editDistance(
  from one: [Unicode.Scalar],
  to other: [Unicode.Scalar],
  atMost limit: Int
) -> Int? {
  var beforeLast = [Int](repeating: 0, count: other.count + 1)
  var last = Array(0...other.count)
  var current = last
  for (row, scalar) in one.enumerated() {
    current[0] = row + 1
    for (column, counterpart) in other.enumerated() {
      let replaced = last[column] + (scalar == counterpart ? 0 : 1)
      var fewest = min(replaced, last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, scalar == other[column - 1], one[row - 1] == counterpart {
        fewest = min(fewest, beforeLast[column - 1] + 1)
      }
      current[column + 1] = fewest
    }
    if let least = current.min(), least > limit { return nil }
    (beforeLast, last, current) = (last, current, beforeLast)
  }
  return last[other.count] <= limit ? last[other.count] : nil
}
