import Testing

@testable import PipelineReporting

/// Comparisons of two values, shown on two lines.
struct ComparedLinesTests {
  private static func text(_ old: String, _ new: String) -> [String] {
    let words = [old, new].map { $0.split(separator: " ").map(String.init) }
    return ComparedLines(from: words[0], to: words[1], by: .word).text(.plain)
  }

  @Test func `marks below both values show the differences`() {
    #expect(
      Self.text("sort -u a b > c", "sort -r a > c") == [
        "was  sort -u a b > c", "          ^^   ^", "is   sort -r a > c", "          ^^",
      ]
    )
    #expect(Self.text("", "a") == ["was  none", "is   a", "     ^"])
    #expect(Self.text("日本 a", "b a") == ["was  日本 a", "     ^^^^", "is   b a", "     ^"])
  }

  @Test func `adjacent added words share one mark`() {
    #expect(Self.text("a", "a b c") == ["was  a", "is   a b c", "       ^^^"])
  }

  @Test func `a long value shows the changed words and counts the unchanged ones`() {
    let old = (0..<40).map { "w\($0)" }
    var new = old
    new[20] = "other"
    new.append("last")
    #expect(
      ComparedLines(from: old, to: new, by: .argument).text(.plain) == [
        "… 19 arguments unchanged", "  w19", "− w20", "+ other", "… 18 arguments unchanged",
        "  w39",
        "+ last",
      ]
    )
  }

  @Test func `a very long word shows only its changed part`() {
    let old = String(repeating: "x", count: 200)
    let lines = ComparedLines(from: [old + "1"], to: [old + "2"], by: .argument).text(.plain)
    #expect(lines == ["− …xxxxxxxxxxxxxxxx1", "+ …xxxxxxxxxxxxxxxx2"])
  }

  @Test func `a value never controls the terminal`() {
    let lines = Self.text("a\u{1B}[2J", "a\n\u{202E}")
    #expect(
      lines.allSatisfy { line in
        line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F }
      }
    )
  }

  /// All pairs of short lists over two words.
  @Test func `the pieces add up to the old list and the new list`() {
    let lists = (0..<5).flatMap { length in
      (0..<(1 << length)).map { bits in (0..<length).map { bits >> $0 & 1 == 1 ? "a" : "b" } }
    }
    for old in lists {
      for new in lists {
        let pieces = TokenDifference(from: old, to: new).pieces
        #expect(pieces.filter { $0.kind != .added }.map(\.text) == old)
        #expect(pieces.filter { $0.kind != .removed }.map(\.text) == new)
        if old == new { #expect(pieces.allSatisfy { $0.kind == .same }) }
      }
    }
  }

  @Test func `two Unicode spellings of a letter differ`() {
    let pieces = TokenDifference(from: ["\u{E9}"], to: ["e\u{301}"]).pieces
    #expect(pieces.map(\.kind) == [.removed, .added])
  }
}
