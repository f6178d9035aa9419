/// The words of two lists, each marked as removed, as added, or as the same in both lists.
struct TokenDifference {
  struct Piece: Equatable {
    enum Kind: Equatable {
      case same
      case removed
      case added
    }

    var kind: Kind
    var text: String
  }

  /// The words of both lists in order; removed words come before those that replace them.
  let pieces: [Piece]

  /// With more pairs of words than this, all words between equal beginning and equal end count as different.
  private static let pairLimit = 250_000

  init(from old: [String], to new: [String]) {
    // Like the staleness rule, this compares bytes, because texts with different bytes can be equal Strings.
    let (before, after) = (old.map { Array($0.utf8) }, new.map { Array($0.utf8) })
    let start = zip(before, after).prefix { $0 == $1 }.count
    let shortest = min(before.count, after.count) - start
    let end = zip(before.reversed(), after.reversed()).prefix(shortest).prefix { $0 == $1 }.count
    let middle = Self.middle(
      Array(before[start..<(before.count - end)]),
      Array(after[start..<(after.count - end)])
    )
    pieces =
      old[..<start].map { Piece(kind: .same, text: $0) }
      + middle.map { kind, bytes in
        Piece(kind: kind, text: String(decoding: bytes, as: UTF8.self))
      }
      + old[(old.count - end)...].map { Piece(kind: .same, text: $0) }
  }

  /// Returns the difference, based on the longest common subsequence.
  private static func middle(_ old: [[UInt8]], _ new: [[UInt8]]) -> [(Piece.Kind, [UInt8])] {
    guard old.count * new.count <= pairLimit else {
      return old.map { (.removed, $0) } + new.map { (.added, $0) }
    }
    // `common[i][j]` is the length of the longest common subsequence of `old[i...]` and `new[j...]`.
    var common = Array(
      repeating: Array(repeating: 0, count: new.count + 1),
      count: old.count + 1
    )
    for i in old.indices.reversed() {
      for j in new.indices.reversed() {
        common[i][j] =
          old[i] == new[j] ? common[i + 1][j + 1] + 1 : max(common[i + 1][j], common[i][j + 1])
      }
    }
    var pieces: [(Piece.Kind, [UInt8])] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if i < old.count, j < new.count, old[i] == new[j] {
        pieces.append((.same, old[i]))
        (i, j) = (i + 1, j + 1)
      } else if j >= new.count || (i < old.count && common[i + 1][j] >= common[i][j + 1]) {
        pieces.append((.removed, old[i]))
        i += 1
      } else {
        pieces.append((.added, new[j]))
        j += 1
      }
    }
    return pieces
  }
}
