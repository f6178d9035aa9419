/// Makes printed output harmless for a terminal; passes only text, tabs, newlines and, if allowed, colors.
///
/// Other control characters appear in visible form, such as `␛[2J`, `␇` or `\u{202e}`. Invalid UTF-8 becomes
/// U+FFFD. The result does not depend on how the output is cut into chunks. A carriage return restarts its
/// line, as in a progress bar; the filter passes the first and the last version of such a line. The filter
/// turns colors off at the end of each line, and on again in the next line.
package struct OutputFilter: Sendable {
  private enum State {
    case ground
    case escape
    /// After `ESC [`, while parameters are read.
    case control
  }

  /// Filtered bytes that have not been returned yet.
  private var ready: [UInt8] = []
  /// The text after the last carriage return of the line; nil if the line had no carriage return.
  private var held: [UInt8]?
  private var state = State.ground
  private var parameters: [UInt8] = []
  /// The first bytes of a character whose other bytes are in the next chunk.
  private var partial: [UInt8] = []
  private var endedWithReturn = false
  private var isLineEmpty = true
  /// The colors that the script has set; `shown` has the colors that the filter has passed on.
  private var wanted = ColorState()
  private var shown = ColorState()
  private let style: Style

  /// The maximum size of `held`, in bytes.
  private static let holdLimit = 16_384
  private static let parameterLimit = 64

  /// Makes a filter; `style` decides whether colors pass, and how escaped characters look.
  package init(style: Style) {
    self.style = style
  }

  /// The current version of a line that a carriage return restarted, with its colors; empty if there is none.
  var heldLine: [UInt8] { held ?? [] }

  /// Filters the next chunk of output, and returns whole characters of UTF-8 to print.
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

  /// Returns bytes that turn colors off until the script's next text; other text can then interrupt the line.
  package mutating func pause() -> [UInt8] {
    isLineEmpty = true
    guard held == nil, !shown.isPlain else { return [] }
    shown = ColorState()
    return ColorState.reset
  }

  /// Ends the output, and returns all bytes that were not returned yet, with the colors turned off.
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
    // `grep` and `gcc` erase to the end of the line after each color, which has no effect here.
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

  /// Shows an incomplete or forbidden escape sequence as text.
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

  private mutating func release() {
    ready += held ?? []
    held = nil
  }

  private mutating func show(_ bytes: some Sequence<UInt8>) {
    beginText()
    if held != nil { held?.append(contentsOf: bytes) } else { ready.append(contentsOf: bytes) }
  }

  /// Shows a control character in visible form, such as `␛`, or `^[` without Unicode.
  private mutating func showPicture(of byte: UInt8) {
    if style.isUnicode {
      show([0xE2, 0x90, byte == 0x7F ? 0xA1 : 0x80 + byte])
    } else {
      show([UInt8(ascii: "^"), byte ^ 0x40])
    }
  }

  /// Restarts the line and sets the colors, if necessary, before the next character.
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
    // A line of which nothing is printed yet restarts without a newline.
    if held == nil && !isLineEmpty { endLine() }
    if held != nil { shown = ColorState() }
    held = []
  }
}
