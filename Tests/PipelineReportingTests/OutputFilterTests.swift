import PipelineReporting
import PipelineTestSupport
import Testing

/// The output of scripts never controls the terminal.
struct OutputFilterTests {
  static let color = Style(hasColor: true, isUnicode: true)

  static func filtered(_ bytes: [UInt8], _ style: Style, chunk: Int = .max) -> String {
    var filter = OutputFilter(style: style)
    var out: [UInt8] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      out += filter.filter(Array(rest.prefix(chunk)))
      rest = rest.dropFirst(chunk)
    }
    return String(decoding: out + filter.finish(), as: UTF8.self)
  }

  static let plain: [(String, String)] = [
    ("a\tb\nc\n", "a\tb\nc\n"),
    ("é 日本 😀 👩\u{200D}🚀\n", "é 日本 😀 👩\u{200D}🚀\n"),
    ("\u{1B}[31mred\u{1B}[0m\n", "red\n"),
    ("\u{1B}[2J\u{1B}[H", "␛[2J␛[H"),
    ("\u{1B}]0;title\u{7}x", "␛]0;title␇x"),
    ("\u{1B}]52;c;AAAA\u{1B}\\", "␛]52;c;AAAA␛\\"),
    ("\u{1B}P1$r\u{1B}\\", "␛P1$r␛\\"),
    ("\u{1B}[?1049h\u{1B}c", "␛[?1049h␛c"),
    ("\u{1B}[m\u{1B}[Kx\u{1B}[0K\u{1B}[2K", "x␛[2K"),
    ("\u{1B}", "␛"), ("\u{1B}[3", "␛[3"), ("\u{1B}\u{1B}[1mx", "␛x"),
    ("\u{9B}2J\u{85}", "\\u{9b}2J\\u{85}"),
    ("\u{0}\u{8}\u{7F}", "␀␈␡"),
    ("a\u{202E}b", "a\\u{202e}b"),
    ("a\r\nb\r\n", "a\nb\n"),
    ("10%\r50%\r100%\n", "10%\n100%\n"),
    ("\r 1%\r 2%\r 3%", " 3%"),
    ("abc\r\u{1B}[K\rdone\n", "abc\ndone\n"),
    ("a\r", "a"), ("\r\r\n\r\n", "\n\n"),
  ]

  @Test(arguments: plain) func `without colour only text passes`(raw: String, out: String) {
    #expect(Self.filtered(Array(raw.utf8), .plain) == out)
  }

  static let colored: [(String, String)] = [
    ("\u{1B}[31mred\u{1B}[0m plain\n", "\u{1B}[31mred\u{1B}[0m plain\n"),
    ("\u{1B}[31ma\nb\u{1B}[m\n", "\u{1B}[31ma\u{1B}[0m\n\u{1B}[31mb\u{1B}[0m\n"),
    ("\u{1B}[1;38;5;196;4mx", "\u{1B}[1;4;38;5;196mx\u{1B}[0m"),
    ("\u{1B}[38:2::1:2:3mx\u{1B}[39my", "\u{1B}[38:2::1:2:3mx\u{1B}[0my"),
    ("\u{1B}[48;2;1;2;3mx", "\u{1B}[48;2;1;2;3mx\u{1B}[0m"),
    ("\u{1B}[8mhidden\u{1B}[99m", "hidden"),
    ("\u{1B}[1m\u{1B}[22mx", "x"),
    ("\u{1B}[31m\n\u{1B}[0m\n", "\n\n"),
    ("\u{1B}[31m1%\r\u{1B}[32m2%\r3%\n", "\u{1B}[31m1%\u{1B}[0m\n\u{1B}[32m3%\u{1B}[0m\n"),
  ]

  @Test(arguments: colored)
  func `a colour passes and ends with its line`(raw: String, out: String) {
    #expect(Self.filtered(Array(raw.utf8), Self.color) == out)
  }

  @Test func `invalid UTF-8 is replaced, and ASCII output uses its own symbols`() {
    #expect(
      Self.filtered([0x61, 0xFF, 0xC3, 0x28, 0xE2, 0x82], .plain) == "a\u{FFFD}\u{FFFD}(\u{FFFD}"
    )
    #expect(Self.filtered([0xED, 0xA0, 0x80, 0xC0, 0x80], .plain).unicodeScalars.count == 5)
    let ascii = Style(hasColor: false, isUnicode: false)
    #expect(Self.filtered([0x1B, 0x5B, 0x32, 0x4A, 0, 0x7F], ascii) == "^[[2J^@^?")
  }

  @Test(arguments: 0..<300) func `the boundaries of chunks do not change the output`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces = Self.plain.map(\.0) + Self.colored.map(\.0)
    var bytes: [UInt8] = []
    for _ in 0..<12 {
      bytes += Array((pieces.randomElement(using: &random) ?? "").utf8)
      if Bool.random(using: &random) { bytes.append(.random(in: 0...255, using: &random)) }
    }
    for style in [Style.plain, Self.color] {
      let whole = Self.filtered(bytes, style)
      for chunk in [1, 2, 3, 7] {
        #expect(Self.filtered(bytes, style, chunk: chunk) == whole)
      }
      #expect(Self.isHarmless(whole, style))
    }
  }

  /// Whether there is nothing but text, tabs, line ends and, where they are allowed, colours.
  static func isHarmless(_ text: String, _ style: Style) -> Bool {
    var rest = Substring(text).unicodeScalars
    while let scalar = rest.popFirst() {
      if scalar == "\u{1B}" {
        guard style.hasColor, rest.popFirst() == "[" else { return false }
        rest = rest.drop { "0123456789;:".unicodeScalars.contains($0) }
        guard rest.popFirst() == "m" else { return false }
      } else if scalar.properties.generalCategory == .control, scalar != "\n", scalar != "\t" {
        return false
      }
    }
    return true
  }

  @Test func `an endless line is not buffered`() {
    var filter = OutputFilter(style: Self.color)
    let chunk = Array(String(repeating: "x", count: 100_000).utf8)
    #expect(filter.filter(chunk).count == 100_000)
    // The filter holds back only a little text after a carriage return.
    #expect(filter.filter([0x0D]).isEmpty)
    for _ in 0..<10 { _ = filter.filter(chunk) }
    #expect(filter.filter(chunk).count == 100_000)
    let escape = Array(("\u{1B}[" + String(repeating: "1;", count: 100_000)).utf8)
    #expect(filter.filter(escape).count > 199_000)
  }
}
