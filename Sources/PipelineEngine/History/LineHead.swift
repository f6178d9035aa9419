internal import PipelinePlanning
internal import PipelineReporting

/// A line of the log, of which only the first keys are read, so that a search of the log stays fast.
///
/// The runner writes the event, the run and the stage first; a line of another program may lack this head.
struct LineHead {
  private static let kinds = Event.Kind.allCases.map { (kind: $0, name: Array($0.rawValue.utf8)) }

  let position: Int
  let bytes: ArraySlice<UInt8>
  /// Nil if only a later version knows this kind of event.
  let event: Event.Kind?
  let run: ArraySlice<UInt8>
  /// Nil if the event concerns no single stage.
  private(set) var stage: ArraySlice<UInt8>?
  /// True only for the line of a finished stage that succeeded.
  private(set) var isSuccess = false

  /// Nil if the first keys lack the event, the run, or a stage that the event requires.
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
      // The needed keys come before the first list and before all other objects, so the scan ends there.
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

/// Scans a line without white space between its tokens, as this program writes it.
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

  /// Reads a string in quotes; nil if none comes next, or if the string has escapes.
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
    // Accepts digits, lowercase letters, minus and point.
    let word = rest.prefix {
      (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x2E
    }
    rest = rest[word.endIndex...]
    return word.isEmpty ? nil : word
  }

  /// Reads the `stage` of an object; nil if `stage` is not the first key.
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
