/// Two texts and what tells them apart: whole where they are short, else the part that differs.
struct ValueDifference {
  private let old: [Character]
  private let new: [Character]

  /// How long a text may be to be shown whole.
  private static let limit = 48
  /// How much is shown around what differs.
  private static let context = 16

  init(from old: String, to new: String) {
    self.old = Array(old.printable)
    self.new = Array(new.printable)
  }

  /// Such as `--top 10 → --top 20`.
  var text: String {
    let pair = pair
    return "\(pair.old) → \(pair.new)"
  }

  /// What is shown of each.
  var pair: (old: String, new: String) {
    if old.count <= Self.limit && new.count <= Self.limit {
      return (piece(old, from: 0, to: old.count), piece(new, from: 0, to: new.count))
    }
    let start = start
    let end = end(after: start)
    return (
      piece(old, from: start, to: old.count - end), piece(new, from: start, to: new.count - end)
    )
  }

  /// Where what is shown begins: with the word before the word in which the texts part.
  private var start: Int {
    let common = commonPrefix
    var start = common
    while start > 0, old[start - 1] != " " { start -= 1 }
    while start > 0, old[start - 1] == " " { start -= 1 }
    while start > 0, old[start - 1] != " " { start -= 1 }
    return common - start > Self.context ? common - Self.context : start
  }

  /// How many characters at the end are not shown: all behind the word in which the texts join.
  private func end(after start: Int) -> Int {
    let shortest = min(old.count, new.count) - commonPrefix
    let common = zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count
    let most = max(0, min(common, shortest))
    var end = most
    while end > 0, old[old.count - end] != " " { end -= 1 }
    return most - end > Self.context ? most - Self.context : end
  }

  private var commonPrefix: Int { zip(old, new).prefix { $0 == $1 }.count }

  private func piece(_ text: [Character], from start: Int, to end: Int) -> String {
    if text.isEmpty { return "none" }
    var middle = text[start..<max(start, end)]
    var ending = end < text.count ? "…" : ""
    if middle.count > Self.limit + Self.context {
      middle = middle.prefix(Self.limit)
      ending = "…"
    }
    return (start > 0 ? "…" : "") + String(middle) + ending
  }
}
