internal import PipelinePlanning
internal import PipelineSystem

/// The file with what an attempt has printed, read from its beginning on.
struct AttemptOutput {
  private let file: ReadFile
  private var position = 0
  private static let pieceSize = 1 << 16

  init(_ file: ReadFile) {
    self.file = file
  }

  /// Hands on what has come since, in pieces.
  mutating func read(_ take: ([UInt8]) -> Void) throws(SystemFault) {
    while true {
      let piece = try file.bytes(from: position, count: Self.pieceSize)
      if piece.isEmpty { return }
      position += piece.count
      take(piece)
    }
  }
}
