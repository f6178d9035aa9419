internal import Foundation
package import PipelinePlanning

/// Reads the lines of a long file from the last to the first, in pieces from its end.
///
/// Lines come without their line end; the last line is included even if a crash left it without one.
package struct BackwardLines {
  /// Returns `count` bytes from a position; fewer only at the end of the file.
  package typealias Read =
    (_ position: Int, _ count: Int) throws(SystemFault) -> [UInt8]

  package struct Line: Equatable {
    package var position: Int
    package var bytes: ArraySlice<UInt8>
  }

  private let read: Read
  private let pieceSize: Int
  /// The bytes of the file from this position on have been read.
  private var start: Int
  /// The lines of the current piece that `next` has not returned yet, in the order of the file.
  private var lines: [Line] = []
  /// The pieces of a line whose beginning has not been read yet, the last piece first.
  private var rest: [[UInt8]] = []

  /// In bytes; a smaller size needs more reads, and a larger one makes each read slower.
  package static let standardPieceSize = 1 << 18

  /// Starts at the end of a file of `size` bytes; ignores bytes appended later.
  package init(size: Int, pieceSize: Int = standardPieceSize, read: @escaping Read) {
    self.read = read
    self.pieceSize = pieceSize
    start = size
  }

  package mutating func next() throws(SystemFault) -> Line? {
    while true {
      if let line = lines.popLast() { return line }
      if start == 0 {
        // The whole file is read, so the rest is its first line.
        if rest.isEmpty { return nil }
        return takeRest(at: 0)
      }
      try readPiece()
    }
  }

  private mutating func readPiece() throws(SystemFault) {
    let count = min(pieceSize, start)
    let piece = try read(start - count, count)
    // The file has become shorter, so its lines can no longer be found.
    guard piece.count == count else {
      start = 0
      return
    }
    start -= count
    let ends = Self.lineEnds(in: piece)
    guard let first = ends.first, let last = ends.last else { return rest.append(piece) }
    for (end, next) in zip(ends, ends.dropFirst()) {
      lines.append(Line(position: start + end + 1, bytes: piece[(end + 1)..<next]))
    }
    let tail = piece[(last + 1)...]
    // After a line end at the end of the file, no further line begins.
    if !rest.isEmpty || !tail.isEmpty {
      rest.append(Array(tail))
      lines.append(takeRest(at: start + last + 1))
    }
    rest = [Array(piece[..<first])]
  }

  private mutating func takeRest(at position: Int) -> Line {
    defer { rest = [] }
    let bytes = rest.count == 1 ? rest[0][...] : Array(rest.reversed().joined())[...]
    return Line(position: position, bytes: bytes)
  }

  static func lineEnds(in piece: [UInt8]) -> [Int] {
    piece.withUnsafeBytes { bytes in
      var ends: [Int] = []
      guard let base = bytes.baseAddress else { return ends }
      var position = 0
      while position < bytes.count,
        let found = memchr(base + position, 0x0A, bytes.count - position)
      {
        position = UnsafeRawPointer(found) - base
        ends.append(position)
        position += 1
      }
      return ends
    }
  }
}
