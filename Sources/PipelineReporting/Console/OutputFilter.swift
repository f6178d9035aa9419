/// What a script printed, made harmless: text, tabs, line ends, and colours where they are allowed.
///
/// Everything else that would control a terminal is shown, not obeyed: `␛[2J`, `␇`, `\u{202e}`;
/// bytes that are no UTF-8 become U+FFFD. What is split between two chunks comes out as if it had
/// not been, and however long a line is, little of it is held.
///
/// A carriage return begins its line anew, as in a progress bar: of all that a line was, the first
/// is shown and the last. Colour never runs past the end of a line, and goes on in the next.
package struct OutputFilter: Sendable {
  private enum State {
    case ground
    case escape
    /// Behind `ESC [`, with the parameters so far.
    case control
  }

  /// What has been filtered and not been taken yet.
  private var ready: [UInt8] = []
  /// The text behind a carriage return, of which only the last is shown.
  private var held: [UInt8]?
  private var state = State.ground
  private var parameters: [UInt8] = []
  /// The beginning of a character whose other bytes have not come yet.
  private var partial: [UInt8] = []
  private var endedWithReturn = false
  private var isLineEmpty = true
  /// The colours that the script wants, and those that the terminal has been told.
  private var wanted = ColorState()
  private var shown = ColorState()
  private let style: Style

  /// How much of a line is held back behind a carriage return.
  private static let holdLimit = 16_384
  private static let parameterLimit = 64

  /// Makes a filter for one script's output.
  ///
  /// - Parameter style: Whether colours may pass, and how what is escaped is shown.
  package init(style: Style) {
    self.style = style
  }

  /// What the line that a carriage return began anew holds now, with its colours; it may change.
  var heldLine: [UInt8] { held ?? [] }

  /// Takes a chunk.
  ///
  /// - Parameter bytes: What the script printed next.
  /// - Returns: What may be printed, always whole characters of UTF-8.
  package mutating func filter(_ bytes: [UInt8]) -> [UInt8] {
    var rest = (partial + bytes)[...]
    partial = []
    while let byte = rest.first {
      let plain = state == .ground ? rest.prefix { (0x20..<0x7F).contains($0) } : []
      if !plain.isEmpty {
        show(plain)
        rest = rest.dropFirst(plain.count)
        continue
      }
      var (parser, following) = (UTF8.ForwardParser(), rest.makeIterator())
      switch parser.parseScalar(from: &following) {
      case .valid(let character):
        take(UTF8.decode(character))
        rest = rest.dropFirst(character.count)
      case .error(let length) where length == rest.count && (0xC2...0xF4).contains(byte):
        partial = Array(rest)
        rest = []
      case .error(let length):
        take("\u{FFFD}")
        rest = rest.dropFirst(length)
      case .emptyInput: break
      }
    }
    return takeReady()
  }

  /// Breaks the line that has been given out in part, for something else to be printed.
  ///
  /// - Returns: What turns the colours off; they go on with the next text.
  package mutating func pause() -> [UInt8] {
    isLineEmpty = true
    guard held == nil, !shown.isPlain else { return [] }
    shown = ColorState()
    return ColorState.reset
  }

  /// Takes the end of the output.
  ///
  /// - Returns: What was held back, with the colours turned off.
  package mutating func finish() -> [UInt8] {
    if !partial.isEmpty { take("\u{FFFD}") }
    partial = []
    giveUpEscape()
    endedWithReturn = false
    release()
    if !shown.isPlain { ready += ColorState.reset }
    shown = ColorState()
    wanted = ColorState()
    isLineEmpty = true
    return takeReady()
  }

  private mutating func takeReady() -> [UInt8] {
    defer { ready = [] }
    return ready
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    switch state {
    case .ground: takeText(scalar)
    case .escape:
      if scalar == "[" {
        state = .control
      } else {
        giveUpEscape()
        takeText(scalar)
      }
    case .control: takeControl(scalar)
    }
  }

  private mutating func takeControl(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "0"..."9", ";", ":":
      parameters.append(UInt8(truncatingIfNeeded: scalar.value))
      if parameters.count > Self.parameterLimit { giveUpEscape() }
    case "m":
      wanted.apply(parameters)
      endEscape()
    // To the end of the line, where nothing stands: `grep` and `gcc` send it behind each colour.
    case "K" where parameters.isEmpty || parameters == [UInt8(ascii: "0")]: endEscape()
    default:
      giveUpEscape()
      takeText(scalar)
    }
  }

  private mutating func endEscape() {
    state = .ground
    parameters = []
  }

  /// Shows an escape that is not obeyed.
  private mutating func giveUpEscape() {
    guard state != .ground else { return }
    let text = state == .control ? [UInt8(ascii: "[")] + parameters : []
    endEscape()
    showPicture(of: 0x1B)
    show(text)
  }

  private mutating func takeText(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x1B: state = .escape
    case 0x0A: endLine()
    case 0x0D: endedWithReturn = true
    case 0x09: show([0x09])
    case 0..<0x20, 0x7F: showPicture(of: UInt8(truncatingIfNeeded: scalar.value))
    case 0x80..<0xA0, 0x2028, 0x2029: show(scalar.escape.utf8)
    case _ where scalar.turnsDirection: show(scalar.escape.utf8)
    default: show(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }

  private mutating func endLine() {
    endedWithReturn = false
    release()
    if !shown.isPlain { ready += ColorState.reset }
    shown = ColorState()
    ready.append(0x0A)
    isLineEmpty = true
  }

  /// Shows what was held back: it is the last that its line was.
  private mutating func release() {
    guard let text = held else { return }
    held = nil
    ready += text
  }

  private mutating func show(_ bytes: some Sequence<UInt8>) {
    beginText()
    if held != nil { held?.append(contentsOf: bytes) } else { ready.append(contentsOf: bytes) }
  }

  /// Shows a control character: `␛`, or `^[` where there is no Unicode.
  private mutating func showPicture(of byte: UInt8) {
    if style.isUnicode {
      show([0xE2, 0x90, byte == 0x7F ? 0xA1 : 0x80 + byte])
    } else {
      show([UInt8(ascii: "^"), byte ^ 0x40])
    }
  }

  /// Brings the line and the colours to where the next character belongs.
  private mutating func beginText() {
    if endedWithReturn { beginLineAnew() }
    if let held, held.count >= Self.holdLimit { release() }
    isLineEmpty = false
    guard style.hasColor, wanted != shown else { return }
    let escape = (shown.isPlain ? [] : ColorState.reset) + (wanted.isPlain ? [] : wanted.escape)
    if held != nil { held?.append(contentsOf: escape) } else { ready.append(contentsOf: escape) }
    shown = wanted
  }

  private mutating func beginLineAnew() {
    endedWithReturn = false
    // A line that nobody has seen yet needs no line end to be begun anew.
    if held == nil && !isLineEmpty { endLine() }
    if held != nil { shown = ColorState() }
    held = []
  }
}
