internal import PipelinePlanning
internal import PipelineReporting

/// Shows what scripts have printed: byte for byte, and made harmless on a terminal.
final class OutputShow {
  private let stream: OutputStream
  private let style: Style
  /// Nil where the bytes go on as they are.
  private var filter: OutputFilter?
  private var isMidLine = false

  init(_ session: Session) {
    stream = session.output
    style = session.appearance.style
    filter = stream.isTerminal ? OutputFilter(style: style) : nil
  }

  func write(_ bytes: [UInt8]) {
    show(filter?.filter(bytes) ?? bytes)
  }

  /// Takes the end of what one attempt has printed.
  func finish() {
    guard let rest = filter?.finish() else { return }
    show(rest)
    filter = OutputFilter(style: style)
    endLine()
  }

  /// A line in front of what one of several attempts has printed.
  func separate(_ attempt: AttemptEvents) {
    endLine()
    let end = attempt.end.map { ": \($0.text)" } ?? ""
    stream.write("==> \(attempt.stage.printable), attempt \(attempt.number)\(end) <==\n")
  }

  private func show(_ bytes: [UInt8]) {
    guard let last = bytes.last else { return }
    isMidLine = last != UInt8(ascii: "\n")
    stream.write(bytes)
  }

  private func endLine() {
    if isMidLine { stream.write("\n") }
    isMidLine = false
  }
}
