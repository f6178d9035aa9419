import PipelinePlanning
import PipelineTestSupport
import Testing

@testable import PipelineEngine

/// Reading lines from last to first, with piece boundaries anywhere.
struct BackwardLinesTests {
  /// The lines of a text, read backwards in pieces, in the order of the text.
  private static func lines(of bytes: [UInt8], pieces: Int) throws -> [BackwardLines.Line] {
    var reader = BackwardLines(size: bytes.count, pieceSize: pieces) { position, count in
      Array(bytes[position..<(position + count)])
    }
    var lines: [BackwardLines.Line] = []
    while let line = try reader.next() { lines.append(line) }
    return lines.reversed()
  }

  @Test(arguments: 1...9)
  func `piece boundaries may split lines anywhere`(pieces: Int) throws {
    let texts = [
      "", "\n", "\n\n", "a", "a\n", "\na", "ab\ncd\n", "ab\n\ncdefghij\nk", "abcdefghijkl\n",
    ]
    for text in texts {
      var wanted = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if wanted.last == "" { wanted.removeLast() }
      let found = try Self.lines(of: Array(text.utf8), pieces: pieces)
      #expect(
        found.map { String(decoding: $0.bytes, as: UTF8.self) } == wanted,
        "\(text.debugDescription)"
      )
    }
  }

  @Test(arguments: 0..<20)
  func `the reader returns each line whole with its start position`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let bytes = (0..<300).map { _ in
      Int.random(in: 0..<6, using: &random) == 0 ? UInt8(ascii: "\n") : UInt8(ascii: "x")
    }
    for line in try Self.lines(of: bytes, pieces: .random(in: 1...40, using: &random)) {
      let end = line.position + line.bytes.count
      #expect(bytes[line.position..<end].elementsEqual(line.bytes))
      #expect(line.position == 0 || bytes[line.position - 1] == UInt8(ascii: "\n"))
      #expect(end == bytes.count || bytes[end] == UInt8(ascii: "\n"))
    }
  }

  @Test func `a file that got shorter ends the reading`() throws {
    var reader = BackwardLines(size: 10, pieceSize: 4) { _, _ in [] }
    #expect(try reader.next() == nil)
  }
}
