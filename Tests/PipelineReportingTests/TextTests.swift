import PipelineReporting
import Testing

/// Times, durations and names.
struct TextTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z"),
    (-1, "1969-12-31T23:59:59.999Z"),
    (951_782_400_000, "2000-02-29T00:00:00.000Z"),
    (1_709_251_199_999, "2024-02-29T23:59:59.999Z"),
    (1_795_183_331_123, "2026-11-20T14:02:11.123Z"),
    (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
  ])
  func `a moment is written as ISO 8601`(milliseconds: Int64, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).iso() == text)
  }

  @Test(arguments: [Int64.min, -1, 0, Int64.max])
  func `every moment can be written`(value: Int64) {
    #expect(Timestamp(milliseconds: value).iso().hasSuffix("Z"))
    #expect(Timestamp(nanoseconds: value).iso(digits: 9).hasSuffix("Z"))
  }

  @Test(arguments: [
    (0, "0.0 s"), (0.04, "0.0 s"), (0.35, "0.4 s"), (18.4, "18.4 s"), (59.94, "59.9 s"),
    (59.96, "1 min 00 s"), (125, "2 min 05 s"), (3599.4, "59 min 59 s"), (3599.6, "1 h 00 min"),
    (3720, "1 h 02 min"), (90_000, "25 h 00 min"), (-3, "0.0 s"), (.nan, "0.0 s"),
  ])
  func `a duration is short`(seconds: Double, text: String) {
    #expect(durationText(seconds) == text)
  }

  @Test(arguments: [
    ("data/a.csv", "data/a.csv"), ("é → 日本 😀 ☀\u{FE0F}", "é → 日本 😀 ☀\u{FE0F}"),
    ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
    ("\u{0}\u{1B}[31m\u{7}\u{7F}", "\\u{0}\\u{1b}[31m\\u{7}\\u{7f}"),
    ("\u{9B}2J", "\\u{9b}2J"), ("a\u{202E}gpj.exe", "a\\u{202e}gpj.exe"),
    ("a\u{200B}b\u{200D}\u{FEFF}\u{AD}", "a\\u{200b}b\\u{200d}\\u{feff}\\u{ad}"),
    ("\u{2028}\u{3164}\u{E0041}", "\\u{2028}\\u{3164}\\u{e0041}"), ("\r\n", "\\r\\n"),
    ("back\\slash", "back\\slash"),
  ])
  func `a name never controls the terminal`(name: String, shown: String) {
    #expect(name.printable == shown)
    #expect(shown.printable == shown)
  }

  @Test func `marks and signs have stand-ins in ASCII`() {
    let style = Style(hasColor: false, isUnicode: false)
    let marks = [Style.Mark.success, .start, .failure, .idle].map { style.mark($0) }
    #expect(marks == ["ok", ">", "x", "-"])
    #expect(style.spelled("a → b · (+2 −1) … │") == "a -> b - (+2 -1) ... |")
    #expect(Style.plain.paint("a", .red) == "a")
    #expect(Style(hasColor: true, isUnicode: true).paint("a", .red) == "\u{1B}[31ma\u{1B}[0m")
  }
}
