/// The readers of quotes, expansions and here-documents.
extension ShellReader {
  mutating func double(_ byte: UInt8) {
    switch byte {
    case .backslash: escape()
    case .quote:
      pop()
      index += 1
    case .backquote: push(.code(end: .backquote), after: 1)
    case .dollar where expansion(inDouble: true): break
    default: index += 1
    }
  }

  mutating func single(_ byte: UInt8) {
    if byte == .apostrophe { pop() }
    index += 1
  }

  /// Reads `$'…'`, which dash takes for a dollar sign and single quotes.
  mutating func ansi(_ byte: UInt8) {
    if byte == .backslash, peek() == .apostrophe { isUnsure = true }
    if byte == .backslash { return escape() }
    single(byte)
  }

  mutating func comment(_ byte: UInt8) {
    if byte != .newline {
      index += 1
      return
    }
    pop()
    // The mark of the comment is no word.
    top.word = ShellFrame.Word()
  }

  mutating func brace(_ byte: UInt8, _ isInDouble: Bool) {
    switch byte {
    case .backslash: escape()
    // The shells disagree about quotes in `"${…}"`.
    case .quote, .apostrophe:
      if isInDouble { isUnsure = true } else { push(byte == .quote ? .double : .single, after: 1) }
    case .backquote: push(.code(end: .backquote), after: 1)
    case .dollar where expansion(inDouble: isInDouble): break
    case .closeBrace:
      pop()
      index += 1
    default: index += 1
    }
  }

  mutating func arithmetic(_ byte: UInt8, _ depth: Int) {
    switch byte {
    case .open:
      top.kind = .arithmetic(depth: depth + 1)
      index += 1
    case .close where depth > 0:
      top.kind = .arithmetic(depth: depth - 1)
      index += 1
    case .close where peek() == .close:
      pop()
      index += 2
    // `$((` can also begin a substitution whose first command is a subshell.
    case .close, .quote, .apostrophe, .backquote, .backslash, .hash, .semicolon: isUnsure = true
    case .dollar where expansion(inDouble: true): break
    default: index += 1
    }
  }

  mutating func here(_ byte: UInt8) {
    switch byte {
    case .newline:
      let ends = top.here.isAtDelimiter
      if ends, top.here.isContinued { isUnsure = true }
      top.here.startLine()
      index += 1
      guard ends else { return }
      frames.removeLast()
      if !top.pending.isEmpty { beginHereDocument() }
    case .backslash where !top.here.isLiteral:
      let isContinuation = peek() == .newline
      if isContinuation { top.here.isContinued = true } else { top.here.note(byte) }
      escape()
    case .backquote where !top.here.isLiteral: push(.code(end: .backquote), after: 1)
    case .dollar where !top.here.isLiteral && expansion(inDouble: true): break
    default:
      top.here.note(byte)
      index += 1
    }
  }
}
