/// The output of one stage's scripts on its way to the console.
struct ScriptOutput {
  private var filter: OutputFilter
  /// The beginning of a line whose end has not come.
  private var partial: [UInt8] = []
  private var isAtLineStart = true
  /// The last whole line with something in it, or its beginning.
  private var lastWhole: [UInt8] = []
  /// What stands in front of each line.
  private let prefix: [UInt8]
  /// The same in front of an empty line: without spaces at its end.
  private let emptyPrefix: [UInt8]
  /// Whether only whole lines are given out.
  private let isByLine: Bool
  private let hasColor: Bool

  /// A line that is longer is given out in pieces of this size.
  private static let lineLimit = 65_536

  /// So much of the last line is kept for the live block.
  private static let lastLimit = 1024

  init(prefix: String, isByLine: Bool, style: Style) {
    filter = OutputFilter(style: style)
    self.prefix = Array(prefix.utf8)
    emptyPrefix = Array(prefix.utf8.reversed().drop { $0 == UInt8(ascii: " ") }.reversed())
    self.isByLine = isByLine
    hasColor = style.hasColor
  }

  /// Whether the last line that was given out has no end yet.
  var isMidLine: Bool { !isAtLineStart }

  /// The last line that is no empty one, with an end or not yet, without colours.
  ///
  /// Only where whole lines are given out. Of a progress bar it is what the bar is now.
  var lastLine: String {
    let choices = [filter.heldLine, partial, lastWhole].lazy
    return choices.map { Self.plain($0) }.first { $0.contains { $0 != " " } } ?? ""
  }

  /// The beginning of a line without the escapes of colours, which are the only ones in it; tabs are spaces.
  private static func plain(_ line: [UInt8]) -> String {
    var text: [UInt8] = []
    var rest = line.prefix(lastLimit)
    while let byte = rest.popFirst() {
      if byte == 0x1B {
        rest = rest.drop { $0 != UInt8(ascii: "m") }.dropFirst()
      } else {
        text.append(byte == 0x09 ? 0x20 : byte)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Takes a chunk and gives the text to print.
  mutating func take(_ bytes: [UInt8]) -> String {
    text(of: filter.filter(bytes))
  }

  /// Gives what is held back, and ends the last line.
  mutating func finish() -> String {
    var text = text(of: filter.finish())
    if !partial.isEmpty {
      text += String(decoding: prefix + partial, as: UTF8.self) + "\n"
      partial = []
    }
    return text + endLine()
  }

  /// Ends the line that has been given out in part.
  mutating func endLine() -> String {
    if isAtLineStart { return "" }
    isAtLineStart = true
    return String(decoding: filter.pause(), as: UTF8.self) + "\n"
  }

  private mutating func text(of bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      if line.offset > 0 {
        if isByLine {
          out += partial.isEmpty ? emptyPrefix : prefix + partial
          if !partial.isEmpty { lastWhole = partial }
          partial = []
        }
        out.append(0x0A)
        isAtLineStart = true
      }
      if line.element.isEmpty { continue }
      if isByLine {
        hold(line.element, &out)
      } else {
        if isAtLineStart { out += prefix }
        out += line.element
        isAtLineStart = false
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private mutating func hold(_ bytes: ArraySlice<UInt8>, _ out: inout [UInt8]) {
    partial += bytes
    while partial.count > Self.lineLimit {
      let end = Self.cut(in: partial)
      out += prefix + partial[..<end] + (hasColor ? ColorState.reset : []) + [0x0A]
      partial.removeFirst(end)
    }
  }

  /// Where a long line is cut: not in the middle of a character, nor of an escape.
  private static func cut(in line: [UInt8]) -> Int {
    var end = lineLimit
    while end > 1, line[end] & 0xC0 == 0x80 { end -= 1 }
    if let escape = line[..<end].suffix(80).lastIndex(of: 0x1B),
      !line[escape..<end].contains(UInt8(ascii: "m"))
    {
      end = escape
    }
    return end
  }
}
