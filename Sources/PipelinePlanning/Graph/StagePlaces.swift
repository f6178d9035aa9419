/// The positions of the stages in a manifest's text, so that one stage can be decoded without the others.
package struct StagePlaces: Sendable, Equatable {
  /// The offset of the first byte of each stage; `ends` has the offset after the last byte.
  package private(set) var starts: [Int32] = []
  package private(set) var ends: [Int32] = []
  /// The line in which each stage begins, counted from 1.
  package private(set) var lines: [Int32] = []
  /// The byte range of the list of stages, including its brackets.
  package let list: Range<Int32>
  /// The source files that declarations refer to, as the text spells them.
  package let files: [String]

  package init(list: Range<Int32>, files: [String] = []) {
    self.list = list
    self.files = files
  }

  /// Restores the positions from their parts; nil if they do not fit a text of `length` bytes.
  package init?(
    starts: [Int32],
    ends: [Int32],
    lines: [Int32],
    list: Range<Int32>,
    files: [String],
    in length: Int
  ) {
    guard starts.count == ends.count, starts.count == lines.count, list.lowerBound >= 0,
      list.upperBound <= length,
      zip(starts, ends).allSatisfy({ $0 >= 0 && $0 <= $1 && $1 <= length })
    else { return nil }
    (self.starts, self.ends, self.lines, self.list) = (starts, ends, lines, list)
    self.files = files
  }

  package var count: Int { starts.count }

  package mutating func append(start: Int32, end: Int32, line: Int32) {
    starts.append(start)
    ends.append(end)
    lines.append(line)
  }
}
