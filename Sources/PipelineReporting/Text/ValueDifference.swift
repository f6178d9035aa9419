/// Two texts that differ, both in full if they are short, else only the parts that differ.
struct ValueDifference {
  private let old: [Character]
  private let new: [Character]

  /// The maximum length of a text that is shown in full, in characters.
  private static let limit = 48
  /// The maximum number of characters shown before and after the difference.
  private static let context = 16

  init(from old: String, to new: String) {
    self.old = Array(old.printable)
    self.new = Array(new.printable)
  }

  /// Both texts in one line, for example `--top 10 → --top 20`.
  var text: String {
    let pair = pair
    return "\(pair.old) → \(pair.new)"
  }

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

  /// The index where the shown parts begin, at the word before the first word that differs.
  private var start: Int {
    let common = commonPrefix
    var start = common
    while start > 0, old[start - 1] != " " { start -= 1 }
    while start > 0, old[start - 1] == " " { start -= 1 }
    while start > 0, old[start - 1] != " " { start -= 1 }
    return common - start > Self.context ? common - Self.context : start
  }

  /// Returns the number of characters after the last word that differs; these characters are left out.
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
