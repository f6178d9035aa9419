/// The file and line of a declaration in the manifest.
///
/// The stages that one `Stage(…)` in a loop declares share a source position and form a family.
package struct Place: Sendable, Hashable, Comparable {
  /// The file, as an index into `Pipeline.files`; 0 is the file that declares the pipeline.
  ///
  /// In the process of a compiled manifest, the number is not an index but the argument of `fileID(of:)`.
  package var file: Int32
  /// The line, counted from 1; 0 if the manifest has no such declaration.
  package var line: Int32

  package init(_ line: Int = 0, file: Int32 = 0) {
    self.line = Int32(clamping: line)
    self.file = file
  }

  /// Creates the source position of a declaration, in the process of a compiled manifest.
  ///
  /// `file` becomes the distance between two constants of the executable, which needs no table and no lock.
  /// A `Place` takes only 8 bytes, because a manifest can declare 100,000 inputs.
  package init(_ fileID: StaticString, _ line: Int) {
    let distance = Int(bitPattern: fileID.utf8Start) - Int(bitPattern: Self.origin.utf8Start)
    self.init(line, file: Int32(exactly: distance) ?? 0)
  }

  /// Returns the `#fileID` for a `file` that `init(_:_:)` computed in this process.
  package static func fileID(of number: Int32) -> String {
    String(cString: origin.utf8Start + Int(number))
  }

  /// The constant from which `init(_:_:)` measures the distance to each `#fileID`.
  private static let origin: StaticString = #fileID

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
