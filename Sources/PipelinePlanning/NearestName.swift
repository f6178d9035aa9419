/// The name that was probably meant: the one among `names` that resembles `typed` most, if one does.
///
/// A name resembles what was typed when a few slips lead from one to the other (a character added,
/// left out, replaced, or swapped with its neighbour: one slip in a short name, three at most),
/// when it begins with what was typed, or when it is a path that ends in it. Case never counts as a
/// slip. Among equals the order of `names` does not matter: a beginning or end wins, then the same
/// case, then the longer common beginning, then the smaller step where they part (`2026` is nearer
/// to `2025` than to `2021`), then byte order.
package func nearestName(to typed: String, among names: some Sequence<String>) -> String? {
  let wanted = Spelling(typed)
  guard !wanted.folded.isEmpty else { return nil }

  var best: (name: String, likeness: Likeness)?
  for name in names {
    guard let likeness = Likeness(of: Spelling(name), to: wanted) else { continue }
    if let known = best {
      let isBetter =
        likeness == known.likeness
        ? name.utf8.lexicographicallyPrecedes(known.name.utf8)
        : likeness < known.likeness
      guard isBetter else { continue }
    }
    best = (name, likeness)
  }
  return best?.name
}

/// A name taken apart for comparison.
private struct Spelling {
  /// The name as it is written.
  let exact: [Unicode.Scalar]
  /// The name without its case.
  let folded: [Unicode.Scalar]

  /// Takes a name apart.
  init(_ name: String) {
    exact = Array(name.unicodeScalars)
    folded = Array(name.lowercased().unicodeScalars)
  }
}

/// How much a name resembles what was typed; the smaller, the more.
private struct Likeness: Comparable {
  /// Names longer than this resemble others by their beginning or end only, which bounds the work.
  private static let longestMeasured = 256

  /// The slips that part them, at most one if one is the beginning or end of the other.
  private let slips: Int
  /// Whether what was typed is neither the beginning nor the end of the name.
  private let isNoPart: Bool
  /// The slips that part them if case counts.
  private let slipsWithCase: Int
  /// The length of the common beginning, negated because a longer one is better.
  private let negatedCommonBeginning: Int
  /// How far apart the first two characters that differ are.
  private let firstStep: Int

  /// Measures a name against what was typed; nil if there is no resemblance worth a hint.
  init?(of name: Spelling, to wanted: Spelling) {
    let longer = max(name.folded.count, wanted.folded.count)
    let shorter = min(name.folded.count, wanted.folded.count)
    let limit = min(max(1, longer / 3), 3)
    let isMeasured = longer <= Self.longestMeasured && longer - shorter <= limit
    let distance =
      isMeasured ? editDistance(from: name.folded, to: wanted.folded, atMost: limit) : nil

    isNoPart = !Self.isPart(wanted, of: name)
    if let distance, distance < longer {
      slips = isNoPart ? distance : min(distance, 1)
      slipsWithCase =
        editDistance(from: name.exact, to: wanted.exact, atMost: .max) ?? longer
    } else if !isNoPart {
      slips = 1
      slipsWithCase = longer - shorter
    } else {
      return nil
    }

    var common = 0
    while common < shorter, name.folded[common] == wanted.folded[common] { common += 1 }
    negatedCommonBeginning = -common
    firstStep =
      common < shorter
      ? abs(Int(name.folded[common].value) - Int(wanted.folded[common].value)) : 0
  }

  /// Whether a name begins with what was typed (two characters at least), or is a path that ends in it.
  private static func isPart(_ wanted: Spelling, of name: Spelling) -> Bool {
    guard wanted.folded.count >= 2, name.folded.count >= wanted.folded.count else { return false }
    if name.folded.starts(with: wanted.folded) { return true }
    let rest = name.folded.dropLast(wanted.folded.count)
    return rest.last == "/" && name.folded.suffix(wanted.folded.count).elementsEqual(wanted.folded)
  }

  /// Fewer slips come first, then parts, then fewer slips with case, then the longer common
  /// beginning, then the smaller step.
  static func < (one: Likeness, other: Likeness) -> Bool {
    if one.slips != other.slips { return one.slips < other.slips }
    if one.isNoPart != other.isNoPart { return other.isNoPart }
    return (one.slipsWithCase, one.negatedCommonBeginning, one.firstStep)
      < (other.slipsWithCase, other.negatedCommonBeginning, other.firstStep)
  }
}

/// The slips that lead from one text to the other (the restricted Damerau-Levenshtein distance), or
/// nil if they are more than `limit`.
///
/// Keeps three rows of the usual table and stops at the first row that is over the limit.
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
