/// The file and line of a declaration in the manifest.
///
/// Stages of one statement, such as a loop, have the same place: they are a family.
package struct Place: Sendable, Hashable, Comparable {
  /// The number of the file.
  ///
  /// In a pipeline that the tool has read, it is an index into `Pipeline.files`; 0 is the file that
  /// declares the pipeline. While a compiled manifest runs, it is the argument of `fileID(of:)`.
  package var file: Int32
  /// The line, counted from 1; 0 if no line of the manifest declares it.
  package var line: Int32

  /// Creates the place of a line; without arguments, the place of something that no line declares.
  package init(_ line: Int = 0, file: Int32 = 0) {
    self.line = Int32(clamping: line)
    self.file = file
  }

  /// Creates the place of a declaration in the running program.
  ///
  /// The number is the distance between two constants of one executable, so it needs no table and no lock.
  /// A place is no larger than an `Int`, because a manifest may declare 100,000 inputs.
  package init(_ fileID: StaticString, _ line: Int) {
    let distance = Int(bitPattern: fileID.utf8Start) - Int(bitPattern: Self.origin.utf8Start)
    self.init(line, file: Int32(exactly: distance) ?? 0)
  }

  /// Returns the `#fileID` of a number that `init(_:_:)` computed in this program.
  package static func fileID(of number: Int32) -> String {
    String(cString: origin.utf8Start + Int(number))
  }

  /// The constant that file numbers are relative to.
  private static let origin: StaticString = #fileID

  /// Orders places by file, then by line.
  package static func < (one: Place, other: Place) -> Bool {
    (one.file, one.line) < (other.file, other.line)
  }
}

/// A reference by name to a stage or a parameter that is declared elsewhere.
package struct NameReference: Sendable, Equatable {
  package var name: String
  package var place: Place

  package init(name: String, place: Place) {
    self.name = name
    self.place = place
  }
}
