/// A construct of shell text that is still open, such as quotes or a substitution.
struct ShellFrame {
  enum Kind: Equatable {
    case code(end: End)
    case double
    case single
    /// `$'…'`.
    case ansi
    case comment
    /// `${…}`.
    case brace(isInDouble: Bool)
    /// `$((…))`, with the number of parentheses that are open inside.
    case arithmetic(depth: Int)
    case here
  }

  /// The end of a part of the text that consists of commands.
  enum End {
    case text
    case backquote
    /// `$(…)`.
    case parenthesis
    /// `(…)`.
    case group
  }

  /// The current word of a command.
  struct Word {
    private(set) var isStarted = false
    /// Whether no part of the word is quoted or expanded, so that it can be a reserved word.
    private var isPlain = true
    private var bytes: [UInt8] = []

    mutating func append(_ byte: UInt8) {
      isStarted = true
      if bytes.count < 8 { bytes.append(byte) }
    }

    mutating func markQuoted() {
      (isStarted, isPlain) = (true, false)
    }

    /// The word, if it can be a reserved word.
    var reserved: String? { isPlain ? String(decoding: bytes, as: UTF8.self) : nil }
  }

  struct Here {
    var delimiter: [UInt8] = []
    var isLiteral = false
    var stripsTabs = false
    /// The current line so far.
    private(set) var line: [UInt8] = []
    /// Whether the line has no expansions and no inserted values, so that it can be the delimiter.
    var isPlain = true
    /// Whether a backslash joined the line with the one before.
    var isContinued = false

    mutating func note(_ byte: UInt8) {
      if stripsTabs, line.isEmpty, byte == .tab { return }
      if line.count <= delimiter.count { line.append(byte) }
    }

    mutating func startLine() {
      (line, isPlain, isContinued) = ([], true, false)
    }

    var isAtDelimiter: Bool { isPlain && line == delimiter }
  }

  var kind: Kind
  var word = Word()
  var here = Here()
  /// Here-documents whose lines begin after the next newline.
  var pending: [Here] = []
  /// Whether the next word is the first one of a command.
  var isAtCommand = true
  /// The number of `case` commands without their `esac`.
  var openCases = 0
  /// Whether the text is in a pattern of `case`, before its parenthesis.
  var expectsPattern = false
  /// The number of words until the `in` of `case` is read; 0 outside.
  private var untilIn = 0

  init(_ kind: Kind) { self.kind = kind }

  mutating func note(_ byte: UInt8) {
    if kind == .here { here.note(byte) } else { word.append(byte) }
  }

  /// Ends the current word, if there is one, and notes the reserved words of `case`.
  mutating func endWord() {
    guard word.isStarted else { return }
    let reserved = word.reserved
    word = Word()
    if untilIn > 0 {
      untilIn -= 1
      expectsPattern = untilIn == 0 && reserved == "in"
      return
    }
    let wasAtCommand = isAtCommand
    isAtCommand = false
    if openCases > 0, reserved == "esac", wasAtCommand || expectsPattern {
      openCases -= 1
      expectsPattern = false
    } else if wasAtCommand, !expectsPattern {
      switch reserved {
      case "case": (openCases, untilIn) = (openCases + 1, 2)
      case "if", "then", "else", "elif", "while", "until", "do", "!", "{": isAtCommand = true
      default: break
      }
    }
  }
}

extension UInt8 {
  static let tab = UInt8(ascii: "\t")
  static let newline = UInt8(ascii: "\n")
  static let space = UInt8(ascii: " ")
  static let quote = UInt8(ascii: "\"")
  static let hash = UInt8(ascii: "#")
  static let dollar = UInt8(ascii: "$")
  static let ampersand = UInt8(ascii: "&")
  static let apostrophe = UInt8(ascii: "'")
  static let open = UInt8(ascii: "(")
  static let close = UInt8(ascii: ")")
  static let dash = UInt8(ascii: "-")
  static let semicolon = UInt8(ascii: ";")
  static let less = UInt8(ascii: "<")
  static let greater = UInt8(ascii: ">")
  static let backslash = UInt8(ascii: "\\")
  static let backquote = UInt8(ascii: "`")
  static let openBrace = UInt8(ascii: "{")
  static let bar = UInt8(ascii: "|")
  static let closeBrace = UInt8(ascii: "}")
}
