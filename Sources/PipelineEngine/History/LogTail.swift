package import PipelinePlanning
internal import PipelineSystem

/// Reads the lines of the log as they are appended.
package struct LogTail {
  private let path: Path
  private var file: OpenFile?
  private var position: Int
  /// The beginning of a line whose end is not written yet.
  private var rest: [UInt8] = []

  private static let pieceSize = 1 << 18

  /// Starts at `position`, where a line begins; nil starts at the end, or at the first line of a later log.
  package init(of root: PathResolver, from position: Int?) throws(SystemFault) {
    path = root.absolute(RunLog.path)
    file = try OpenFile(reading: path)
    self.position = position ?? file?.size ?? 0
  }

  /// Returns the complete lines that were appended since the last call, without their line ends.
  package mutating func read() throws(SystemFault) -> [ArraySlice<UInt8>] {
    if file == nil { file = try OpenFile(reading: path) }
    guard let file else { return [] }
    var lines: [ArraySlice<UInt8>] = []
    while true {
      let piece = try file.read(from: position, count: Self.pieceSize)
      if piece.isEmpty { break }
      position += piece.count
      let bytes = rest + piece
      var start = 0
      for end in BackwardLines.lineEnds(in: bytes) {
        lines.append(bytes[start..<end])
        start = end + 1
      }
      rest = Array(bytes[start...])
    }
    if lines.isEmpty { try startAnew() }
    return lines
  }

  /// Switches to the new log if this one was moved away or shortened.
  private mutating func startAnew() throws(SystemFault) {
    guard let file, !file.isStill(at: path) || file.size < position else { return }
    self.file = nil
    position = 0
    rest = []
  }
}
