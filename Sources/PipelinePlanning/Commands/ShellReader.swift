/// Reads shell text from its beginning, and knows how the shell quotes the place that it has reached.
///
/// It covers what dash and bash read in the same way. Where they differ, or where the text is malformed, it
/// is unsure from there on.
///
/// Source: POSIX.1-2024, Shell Command Language, 2.2 Quoting, 2.3 Token Recognition, 2.7.4 Here-Document.
struct ShellReader {
  /// The effect of a place in shell text on a value that is inserted there.
  enum Quoting: Equatable, Sendable {
    case none(startsWord: Bool)
    case double
    case single
    case hereDocument
    /// A here-document with a quoted delimiter, in which the shell expands nothing.
    case literalHereDocument
    case comment
    case arithmetic
    case unsure
  }

  private(set) var hasPipe = false
  var isUnsure = false
  /// The open constructs, the outermost first; never empty.
  var frames = [ShellFrame(.code(end: .text))]
  /// Whether the last byte was a backslash that quotes the next one.
  private var isEscaped = false
  /// Whether the text ended within an operator, such as `<<` or `$`.
  private var endsOpen = false
  var bytes: [UInt8] = []
  var index = 0

  mutating func read(_ text: String) {
    bytes = Array(text.utf8)
    index = 0
    endsOpen = false
    while index < bytes.count, !isUnsure { step() }
  }

  /// Notes that a value was inserted, whose text the shell reads as part of a word or a line.
  mutating func insertValue() {
    top.word.markQuoted()
    top.here.isPlain = false
    isEscaped = false
    if endsOpen { isUnsure = true }
  }

  var quoting: Quoting {
    if isUnsure || isEscaped || endsOpen { return .unsure }
    switch top.kind {
    case .code: return .none(startsWord: !top.word.isStarted)
    case .double: return .double
    case .single: return .single
    case .here: return top.here.isLiteral ? .literalHereDocument : .hereDocument
    case .comment: return .comment
    case .arithmetic: return .arithmetic
    case .ansi, .brace: return .unsure
    }
  }

  var isInBackquotes: Bool { frames.contains { $0.kind == .code(end: .backquote) } }

  /// Whether a here-document could end early, or lose a tab at the start of a line, if this text stood here.
  func couldBreakHereDocument(_ text: String) -> Bool {
    let here = top.here
    if top.kind == .here, here.stripsTabs, here.line.isEmpty, text.utf8.first == .tab {
      return true
    }
    return top.kind == .here && here.isPlain && here.delimiter.starts(with: here.line + text.utf8)
  }

  var top: ShellFrame {
    get { frames[frames.count - 1] }
    _modify { yield &frames[frames.count - 1] }
  }

  /// Returns the byte at this distance from the current one; nil after the end of the text.
  func peek(_ distance: Int = 1) -> UInt8? {
    index + distance < bytes.count ? bytes[index + distance] : nil
  }

  private mutating func step() {
    let byte = bytes[index]
    if isEscaped {
      isEscaped = false
      top.note(byte)
      index += 1
    } else if byte == .backquote, isInBackquotes {
      // The shells end backquotes here, whatever quotes are open inside them.
      if top.kind == .code(end: .backquote) { pop() } else { isUnsure = true }
      index += 1
    } else if byte == .backslash, isInBackquotes,
      peek().map({ [.backquote, .backslash, .dollar, .quote].contains($0) }) ?? true
    {
      isUnsure = true
    } else {
      switch top.kind {
      case .code(let end): code(byte, end)
      case .double: double(byte)
      case .single: single(byte)
      case .ansi: ansi(byte)
      case .comment: comment(byte)
      case .brace(let isInDouble): brace(byte, isInDouble)
      case .arithmetic(let depth): arithmetic(byte, depth)
      case .here: here(byte)
      }
    }
  }

  mutating func push(_ kind: ShellFrame.Kind, after count: Int) {
    top.word.markQuoted()
    top.here.isPlain = false
    frames.append(ShellFrame(kind))
    index += count
  }

  mutating func pop() {
    // The shells disagree about a here-document that begins inside `$(…)` and ends outside.
    if !top.pending.isEmpty { isUnsure = true }
    frames.removeLast()
    if frames.isEmpty {
      frames = [ShellFrame(.code(end: .text))]
      isUnsure = true
    }
  }

  mutating func escape() {
    guard let next = peek() else {
      isEscaped = true
      index += 1
      return
    }
    if next != .newline {
      top.note(next)
      top.word.markQuoted()
    }
    index += 2
  }

  /// Reads `$` with what it begins; returns false if it begins nothing.
  mutating func expansion(inDouble: Bool) -> Bool {
    switch peek() {
    case .open where peek(2) == .open: push(.arithmetic(depth: 0), after: 3)
    case .open: push(.code(end: .parenthesis), after: 2)
    case .openBrace: push(.brace(isInDouble: inDouble), after: 2)
    case .apostrophe where !inDouble: push(.ansi, after: 2)
    case nil:
      endsOpen = true
      return false
    default: return false
    }
    return true
  }
}

extension ShellReader {
  private mutating func code(_ byte: UInt8, _ end: ShellFrame.End) {
    switch byte {
    case .backslash: escape()
    case .apostrophe: push(.single, after: 1)
    case .quote: push(.double, after: 1)
    case .backquote: push(.code(end: .backquote), after: 1)
    case .dollar where expansion(inDouble: false): break
    case .hash where !top.word.isStarted: push(.comment, after: 1)
    case .open: open()
    case .close: close(end)
    case .newline: newline()
    case .space, .tab:
      top.endWord()
      index += 1
    case .semicolon, .ampersand, .bar, .less, .greater: separator(byte)
    default:
      top.note(byte)
      index += 1
    }
  }

  private mutating func open() {
    top.endWord()
    if peek() == .open {
      // `((` is arithmetic for bash, and two subshells for dash.
      isUnsure = true
    } else if top.expectsPattern {
      // The optional parenthesis before a pattern of `case`.
      index += 1
    } else {
      push(.code(end: .group), after: 1)
    }
  }

  private mutating func close(_ end: ShellFrame.End) {
    top.endWord()
    index += 1
    if top.expectsPattern {
      top.expectsPattern = false
      top.isAtCommand = true
    } else if top.openCases == 0, end == .parenthesis {
      pop()
    } else if top.openCases == 0, end == .group {
      pop()
      top.endWord()
      top.isAtCommand = true
    } else {
      isUnsure = true
    }
  }

  private mutating func newline() {
    top.endWord()
    top.isAtCommand = true
    index += 1
    if frames.dropLast().contains(where: { !$0.pending.isEmpty }) {
      isUnsure = true
    } else if !top.pending.isEmpty {
      beginHereDocument()
    }
  }

  mutating func beginHereDocument() {
    var frame = ShellFrame(.here)
    frame.here = top.pending.removeFirst()
    frames.append(frame)
  }

  private mutating func separator(_ byte: UInt8) {
    top.endWord()
    let (isAfterRedirection, next) = (index > 0 && bytes[index - 1] == .greater, peek())
    index += 1
    switch byte {
    case .less where next == .less:
      index += 1
      if peek(0) == .less { index += 1 } else { hereOperator() }
    case .less, .greater: top.isAtCommand = false
    case .semicolon:
      top.isAtCommand = true
      guard top.openCases > 0, next == .semicolon || next == .ampersand else { return }
      index += 1
      top.expectsPattern = true
    case .bar where next == .bar:
      index += 1
      top.isAtCommand = true
    case .bar where !isAfterRedirection && !top.expectsPattern:
      hasPipe = true
      top.isAtCommand = true
    case .ampersand where !isAfterRedirection: top.isAtCommand = true
    default: break
    }
  }

  /// Reads what follows `<<`: the delimiter of a here-document, whose lines begin after the next newline.
  private mutating func hereOperator() {
    var here = ShellFrame.Here()
    if peek(0) == .dash {
      here.stripsTabs = true
      index += 1
    }
    while let byte = peek(0), byte == .space || byte == .tab { index += 1 }
    guard let isComplete = readDelimiter(of: &here), !isInBackquotes else {
      isUnsure = true
      return
    }
    endsOpen = !isComplete
    top.pending.append(here)
    top.isAtCommand = false
  }

  /// Returns whether text follows the delimiter; nil if the delimiter is missing or unusual.
  private mutating func readDelimiter(of here: inout ShellFrame.Here) -> Bool? {
    while let byte = peek(0) {
      index += 1
      switch byte {
      case .dollar, .backquote: return nil
      case .backslash:
        guard let next = peek(0), next != .newline else { return nil }
        here.isLiteral = true
        here.delimiter.append(next)
        index += 1
      case .apostrophe, .quote:
        guard let close = bytes[index...].firstIndex(of: byte) else { return nil }
        let quoted = bytes[index..<close]
        if quoted.contains(where: { [.backslash, .dollar, .backquote, .newline].contains($0) }) {
          return nil
        }
        here.isLiteral = true
        here.delimiter += quoted
        index = close + 1
      case .space, .tab, .newline, .semicolon, .ampersand, .bar, .less, .greater, .open, .close:
        index -= 1
        return here.delimiter.isEmpty && !here.isLiteral ? nil : true
      default: here.delimiter.append(byte)
      }
    }
    return false
  }
}
