/// Returns the last nonempty line of a script's printed output, without colors; nil if there is none.
package func lastPrintedLine(in bytes: [UInt8]) -> String? {
  var output = ScriptOutput(prefix: "", isByLine: true, style: .plain)
  _ = output.take(bytes)
  let line = output.lastLine
  return line.isEmpty ? nil : line
}

/// Turns the printed output of one stage's scripts into text for the console.
struct ScriptOutput {
  private var filter: OutputFilter
  /// The beginning of a line that has no newline yet.
  private var partial: [UInt8] = []
  private var isAtLineStart = true
  /// The last complete line that is not empty, or only its last piece if it was printed in pieces.
  private var lastWhole: [UInt8] = []
  private let prefix: [UInt8]
  /// The text in front of an empty line, which is `prefix` without trailing spaces.
  private let emptyPrefix: [UInt8]
  /// Whether only whole lines are printed.
  private let isByLine: Bool
  private let hasColor: Bool

  /// A longer line is printed in pieces of this size, in bytes.
  private static let lineLimit = 65_536

  /// The live block gets at most this many bytes of the last line.
  private static let lastLimit = 1024

  init(prefix: String, isByLine: Bool, style: Style) {
    filter = OutputFilter(style: style)
    self.prefix = Array(prefix.utf8)
    emptyPrefix = Array(prefix.utf8.reversed().drop { $0 == UInt8(ascii: " ") }.reversed())
    self.isByLine = isByLine
    hasColor = style.hasColor
  }

  var isMidLine: Bool { !isAtLineStart }

  /// The last nonempty line without colors, even if it is incomplete; known only if `isByLine` is true.
  var lastLine: String {
    let choices = [filter.heldLine, partial, lastWhole].lazy
    return choices.map { Self.plain($0) }.first { $0.contains { $0 != " " } } ?? ""
  }

  /// Returns the beginning of a filtered line with tabs as spaces and without its only escapes, the colors.
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

  mutating func take(_ bytes: [UInt8]) -> String {
    text(of: filter.filter(bytes))
  }

  /// Ends the last line, and returns all text that was not returned yet.
  mutating func finish() -> String {
    var text = text(of: filter.finish())
    if !partial.isEmpty {
      text += String(decoding: prefix + partial, as: UTF8.self) + "\n"
      partial = []
    }
    return text + endLine()
  }

  /// Ends a partly printed line.
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

  /// Returns an index at which to cut a long line, outside of characters and escape sequences.
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
