extension Unicode.Scalar {
  /// The width of the character in columns, from 0 to 2; the larger width if terminals differ.
  ///
  /// Source: The Unicode Standard 16, EastAsianWidth.txt (`W` and `F` are 2; ambiguous is 1) and
  /// emoji-data.txt (`Emoji_Presentation` is 2); Mn, Me and Cf are 0, as in Markus Kuhn's `wcwidth`.
  var columns: Int {
    if (0x20..<0x7F).contains(value) { return 1 }
    switch value {
    // The soft hyphen and the Arabic number signs are formatting characters, but visible.
    case 0xAD, 0x0600...0x0605: return 1
    // Hangul vowels and final consonants combine with the syllable before them.
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0
    default: break
    }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return isWide ? 2 : 1
    }
  }

  private var isWide: Bool {
    if value < 0x1100 { return false }
    return properties.isEmojiPresentation || Self.wideRanges.contains { $0.contains(value) }
  }

  /// Whole blocks of `W` or `F` characters, because unassigned characters will be as wide as their neighbors.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F,  // Hangul Jamo
    0x2329...0x232A,  // angle brackets
    0x2E80...0x303E,  // radicals, CJK punctuation
    0x3041...0x4DBF,  // kana, Hangul, enclosed and squared CJK, ideographs A
    0x4E00...0xA4CF,  // ideographs, Yi
    0xA960...0xA97F,  // Hangul Jamo extended A
    0xAC00...0xD7A3,  // Hangul syllables
    0xF900...0xFAFF,  // compatibility ideographs
    0xFE10...0xFE19, 0xFE30...0xFE6F,  // vertical and small forms
    0xFF01...0xFF60, 0xFFE0...0xFFE6,  // fullwidth forms
    0x16FE0...0x18DFF,  // Tangut, Khitan
    0x1AFF0...0x1B2FF,  // kana, Nushu
    0x1D300...0x1D376,  // Tai Xuan Jing, counting rods
    0x1F200...0x1F2FF,  // enclosed ideographs
    0x1F300...0x1FAFF,  // pictographs; some are 1 where they are drawn as text
    0x20000...0x3FFFD,  // ideographs
  ]
}
