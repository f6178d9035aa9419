internal import Foundation
package import PipelinePlanning

/// The lines of a file from the last to the first, read in pieces from the end.
///
/// The cost depends on the length of the lines that are read, not on the length of the file. Lines
/// come without their line end. A last line without a line end, which a crash leaves, comes too.
package struct BackwardLines {
  /// Returns `count` bytes from a position; fewer only at the end of the file.
  package typealias Read =
    (_ position: Int, _ count: Int) throws(SystemFault) -> [UInt8]

  /// A line without its end.
  package struct Line: Equatable {
    /// The position of its first byte in the file.
    package var position: Int
    package var bytes: ArraySlice<UInt8>
  }

  private let read: Read
  private let pieceSize: Int
  /// The position where the part that has been read begins.
  private var start: Int
  /// The lines of the last piece that are still to be returned, the last one first.
  private var lines: [Line] = []
  /// The end of a line whose beginning has not been read, in pieces; the last piece of the line comes first.
  private var rest: [[UInt8]] = []

  /// A size in bytes that needs few calls and is quickly read.
  package static let standardPieceSize = 1 << 18

  /// Starts at the end of a file of `size` bytes; ignores bytes appended later.
  package init(size: Int, pieceSize: Int = standardPieceSize, read: @escaping Read) {
    self.read = read
    self.pieceSize = pieceSize
    start = size
  }

  /// Returns the next line towards the beginning; nil after the first line of the file.
  package mutating func next() throws(SystemFault) -> Line? {
    while true {
      if let line = lines.popLast() { return line }
      if start == 0 {
        // The part before the first line end is the first line of the file.
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
    // A line end at the end of the file begins no further line.
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

  /// Returns the positions of the line ends in a piece.
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
