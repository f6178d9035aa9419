internal import Foundation
package import PipelinePlanning

/// The lines of a file from the last to the first, read in pieces from the end.
///
/// However long the file is, the last lines cost what they are long. Lines come without their end; a
/// last line without an end, which a crash leaves, comes too.
package struct BackwardLines {
  /// Gives bytes from a position on, at most so many; fewer only at the end.
  package typealias Read =
    (_ position: Int, _ count: Int) throws(SystemFault) -> [UInt8]

  /// A line without its end.
  package struct Line: Equatable {
    /// Where it begins in the file.
    package var position: Int
    package var bytes: ArraySlice<UInt8>
  }

  private let read: Read
  private let pieceSize: Int
  /// Where the part begins that has been read.
  private var start: Int
  /// The lines of the last piece that have not been given out, the last one first to go.
  private var lines: [Line] = []
  /// The end of a line whose beginning has not been read, in pieces, the last piece first.
  private var rest: [[UInt8]] = []

  /// A size that makes few calls, and is soon read.
  package static let standardPieceSize = 1 << 18

  /// Begins at the end that `size` says; what comes after it is not looked at.
  package init(size: Int, pieceSize: Int = standardPieceSize, read: @escaping Read) {
    self.read = read
    self.pieceSize = pieceSize
    start = size
  }

  /// The next line towards the beginning; nil where there is none.
  package mutating func next() throws(SystemFault) -> Line? {
    while true {
      if let line = lines.popLast() { return line }
      if start == 0 {
        // What stands before the first line end.
        if rest.isEmpty { return nil }
        return takeRest(at: 0)
      }
      try readPiece()
    }
  }

  private mutating func readPiece() throws(SystemFault) {
    let count = min(pieceSize, start)
    let piece = try read(start - count, count)
    // A file that has become shorter holds nothing more that could be told.
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
    // Behind the line end that ends the file there is no further line.
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

  /// Where the line ends are.
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
