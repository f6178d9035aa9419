/// The places of the stages in the text of a manifest, so that one can be read without the others.
package struct StagePlaces: Sendable, Equatable {
  /// The first byte of each stage.
  package private(set) var starts: [Int32] = []
  /// The byte behind each stage.
  package private(set) var ends: [Int32] = []
  /// The line that each stage begins in, counted from 1.
  package private(set) var lines: [Int32] = []
  /// The list of the stages, its brackets included.
  package let list: Range<Int32>
  /// The files that the declarations in the text name, as the text spells them.
  package let files: [String]

  /// The places of stages that are yet to be added.
  package init(list: Range<Int32>, files: [String] = []) {
    self.list = list
    self.files = files
  }

  /// Places as they were taken apart before; nil where they do not lie in a text of this length.
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

  /// Adds a stage behind the others.
  package mutating func append(start: Int32, end: Int32, line: Int32) {
    starts.append(start)
    ends.append(end)
    lines.append(line)
  }
}
