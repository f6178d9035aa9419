internal import PipelinePlanning
internal import PipelineReporting

/// Prints the output of scripts, unchanged or, on a terminal, without unsafe escapes.
final class OutputShow {
  private let stream: OutputStream
  private let style: Style
  /// The filter for a terminal; nil if the bytes are printed unchanged.
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

  /// Ends the output of one attempt.
  func finish() {
    guard let rest = filter?.finish() else { return }
    show(rest)
    filter = OutputFilter(style: style)
    endLine()
  }

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
