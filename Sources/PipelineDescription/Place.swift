/// Where in the manifest something is declared: a file and a line.
///
/// Stages that one statement declares, as a loop does, have the same place: they are a family.
package struct Place: Sendable, Hashable, Comparable {
  /// The number of the file.
  ///
  /// In a pipeline that the tool has read, it is a position in `Pipeline.files`; 0 is the file that
  /// declares the pipeline. While a compiled manifest runs, it is what `fileID(of:)` takes.
  package var file: Int32
  /// The line, counted from 1; 0 where nothing in the manifest declares it.
  package var line: Int32

  /// Makes the place of a line in a file; without arguments the place of what no line declares.
  package init(_ line: Int = 0, file: Int32 = 0) {
    self.line = Int32(clamping: line)
    self.file = file
  }

  /// Makes the place of a declaration in the program that is running.
  ///
  /// The number is the distance between two constants of one executable, so it needs no table and no
  /// lock, and a place is no larger than an `Int`: a manifest may declare 100,000 inputs.
  ///
  /// - Parameters:
  ///   - fileID: The `#fileID` of the declaration.
  ///   - line: Its `#line`.
  package init(_ fileID: StaticString, _ line: Int) {
    let distance = Int(bitPattern: fileID.utf8Start) - Int(bitPattern: Self.origin.utf8Start)
    self.init(line, file: Int32(exactly: distance) ?? 0)
  }

  /// Returns the `#fileID` behind a number that `init(_:_:)` made in this program.
  package static func fileID(of number: Int32) -> String {
    String(cString: origin.utf8Start + Int(number))
  }

  /// The constant that numbers are counted from.
  private static let origin: StaticString = #fileID

  /// Orders places by file, then by line.
  package static func < (one: Place, other: Place) -> Bool {
    (one.file, one.line) < (other.file, other.line)
  }
}
