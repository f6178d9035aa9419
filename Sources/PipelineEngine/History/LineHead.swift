internal import PipelinePlanning
internal import PipelineReporting

/// A line of the log with the values of its first keys, found without decoding the rest.
///
/// The runner writes the kind, the run and the stage before all long values. So a search decodes only the
/// lines that it needs. A line that another program wrote may have no such head and must be decoded.
struct LineHead {
  private static let kinds = Event.Kind.allCases.map { (kind: $0, name: Array($0.rawValue.utf8)) }

  let position: Int
  let bytes: ArraySlice<UInt8>
  /// Nil for a kind that only a later version knows.
  let event: Event.Kind?
  let run: ArraySlice<UInt8>
  /// Nil if the event concerns no single stage.
  private(set) var stage: ArraySlice<UInt8>?
  /// Whether a finished stage succeeded.
  private(set) var isSuccess = false

  /// Nil if the first keys lack the kind, the run, or a stage that the kind requires.
  init?(_ line: BackwardLines.Line) {
    (position, bytes) = (line.position, line.bytes)
    var scanner = HeadScanner(line.bytes)
    var (event, run): (ArraySlice<UInt8>?, ArraySlice<UInt8>?)
    guard scanner.take(UInt8(ascii: "{")) else { return nil }
    while let key = scanner.text(), scanner.take(UInt8(ascii: ":")) {
      if key.equals("attempt") || key.equals("script") || key.equals("accepted") {
        stage = scanner.firstStage()
        break
      }
      // All needed keys come before the first list, and before any object except these three.
      let isText = scanner.isAtText
      guard let value = scanner.scalar() else { break }
      if isText, key.equals("event") { event = value }
      if isText, key.equals("run") { run = value }
      if isText, key.equals("stage") { stage = value }
      if key.equals("success") { isSuccess = value.equals("true") }
      guard scanner.take(UInt8(ascii: ",")) else { break }
    }
    guard let event, let run else { return nil }
    self.run = run
    self.event = Self.kinds.first { event.elementsEqual($0.name) }?.kind
    switch self.event {
    case .attemptStarted, .scriptFinished, .attemptFinished, .stageFinished, .accepted:
      if stage == nil { return nil }
    case .runStarted, .warning, .runFinished, .cleaned, nil: break
    }
  }

  /// The start of the line's run, in milliseconds since 1970; nil if the id of the run does not tell.
  var start: Int64? { Timestamp(startOfRun: String(decoding: run, as: UTF8.self))?.milliseconds }

  init(_ line: BackwardLines.Line, _ entry: LogLine) {
    (position, bytes) = (line.position, line.bytes)
    (event, run) = (entry.event.kind, Array(entry.run.utf8)[...])
    stage = entry.event.stage.map { Array($0.utf8)[...] }
    if case .stageFinished(let stage) = entry.event { isSuccess = stage.end.isSuccess }
  }
}

/// Scans a line as this program writes it, without white space.
private struct HeadScanner {
  private var rest: ArraySlice<UInt8>

  init(_ line: ArraySlice<UInt8>) {
    rest = line
  }

  var isAtText: Bool { rest.first == UInt8(ascii: "\"") }

  mutating func take(_ byte: UInt8) -> Bool {
    guard rest.first == byte else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// Reads a string in quotes; nil if no string comes next, or if it has escapes.
  mutating func text() -> ArraySlice<UInt8>? {
    guard isAtText else { return nil }
    let text = rest.dropFirst()
    guard
      let end = text.firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }),
      text[end] == UInt8(ascii: "\"")
    else { return nil }
    rest = text[(end + 1)...]
    return text[..<end]
  }

  /// Reads a string, a number, `true`, `false` or `null`; nil if something else comes next.
  mutating func scalar() -> ArraySlice<UInt8>? {
    if isAtText { return text() }
    // Digits, lowercase letters, minus and point.
    let word = rest.prefix {
      (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x2E
    }
    rest = rest[word.endIndex...]
    return word.isEmpty ? nil : word
  }

  /// Reads the first value of an object; nil if its key is not `stage`.
  mutating func firstStage() -> ArraySlice<UInt8>? {
    guard take(UInt8(ascii: "{")), let key = text(), key.equals("stage"),
      take(UInt8(ascii: ":"))
    else { return nil }
    return text()
  }
}

extension ArraySlice<UInt8> {
  fileprivate func equals(_ word: StaticString) -> Bool {
    count == word.utf8CodeUnitCount
      && word.withUTF8Buffer { word in elementsEqual(word) }
  }
}
