import PipelineTestSupport
import Testing

@testable import PipelineReporting

/// The width of texts in columns, not characters.
struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한국", 4), ("😀", 2),
    ("ｆｕｌｌ", 8), ("→ … │ ✓ ▶ ✗ ↻", 13), ("☀", 1), ("☀\u{FE0F}", 2), ("a\u{200B}b", 2),
    ("\u{1112}\u{1161}\u{11AB}", 2), ("Привет", 6), ("⏳", 2), ("co\u{AD}op", 5),
    // A terminal that does not join them shows both.
    ("👩\u{200D}🚀", 4),
  ])
  func `the width of a text equals its columns in a terminal`(text: String, columns: Int) {
    #expect(text.columns == columns)
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""),
    ("abcdef", -1, ""), ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"),
    ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("", 0, ""),
  ])
  func `a text is cut at the given width`(text: String, width: Int, cut: String) {
    #expect(text.cut(toColumns: width) == cut)
  }

  @Test func `a cut text omits the ellipsis if it does not fit`() {
    #expect("abcdef".cut(toColumns: 2, ellipsis: "...") == "ab")
    #expect("abcdef".cut(toColumns: 5, ellipsis: "...") == "ab...")
  }

  @Test(arguments: 0..<200) func `a cut text fits the width and keeps the beginning`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let text = Self.text(using: &random)
    for width in -1...24 {
      let cut = text.cut(toColumns: width)
      #expect(cut.columns <= max(0, width))
      if text.columns <= width, text.utf8.count <= width * 8 {
        #expect(cut == text)
      } else {
        #expect(text.unicodeScalars.starts(with: cut.unicodeScalars.filter { $0 != "…" }))
        #expect(width < 1 || cut.hasSuffix("…"))
      }
    }
  }

  /// Makes a text of narrow, wide and zero-width characters.
  static func text(using random: inout SeededGenerator) -> String {
    let pieces = ["a", "B-", "é", "e\u{301}", "日", "😀", "\u{200B}", "☀\u{FE0F}", " ", "👩\u{200D}🚀"]
    return (0..<Int.random(in: 0...20, using: &random))
      .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }

  @Test func `characters without width do not make a text endless`() {
    let marks = String(repeating: "\u{301}", count: 1_000_000)
    #expect("a\(marks)".cut(toColumns: 10).unicodeScalars.count < 100)
  }

  @Test(arguments: [
    (0, "0 s"), (0.99, "0 s"), (59.99, "59 s"), (60, "1 min 00 s"), (3725, "1 h 02 min"),
    (-1, "0 s"), (.nan, "0 s"),
  ])
  func `elapsed time is shown in whole seconds`(seconds: Double, text: String) {
    #expect(elapsedText(seconds) == text)
  }

  @Test(arguments: [
    (0, "1 s"), (0.4, "1 s"), (7.4, "7 s"), (19.4, "19 s"), (33, "35 s"), (58, "1 min"),
    (87, "1 min 30 s"), (119, "2 min"), (130, "2 min"), (299, "5 min"), (3599, "1 h"),
    (5000, "1 h 25 min"), (-5, "1 s"), (.nan, "1 s"),
  ])
  func `an estimated time is shown without meaningless digits`(
    seconds: Double,
    text: String
  ) {
    #expect(roughDurationText(seconds) == text)
  }
}
