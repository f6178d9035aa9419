/// Writes the parts of a manifest as JSON; each clause extends this type in its own file.
struct ManifestForm {
  /// Returns the file name for a `Place.file`; nil if the form has no source positions.
  let fileName: ((Int32) -> String)?
  /// The `Place.file` of the enclosing stage or pipeline; nil outside the pipeline.
  var file: Int32?

  /// Whether the form has source positions; then even a plain number becomes an object.
  var hasPlaces: Bool { fileName != nil }

  /// Writes the line of a source position, and the file if the enclosing stage or pipeline has another file.
  func place(_ place: Place, to writer: inout JSONWriter) {
    guard let fileName else { return }
    writer.integer(place.line, for: "line")
    guard place.line > 0, place.file != file else { return }
    writer.string(fileName(place.file), for: "source")
  }

  /// Returns the form for the clauses of the stage or pipeline at this source position.
  func inside(_ place: Place) -> ManifestForm {
    ManifestForm(fileName: fileName, file: place.line > 0 ? place.file : file)
  }

  /// Writes a list under a key, or nothing if the list is empty.
  func list<Element>(
    _ key: StaticString,
    _ elements: [Element],
    to writer: inout JSONWriter,
    _ write: (Element, inout JSONWriter) -> Void
  ) {
    guard !elements.isEmpty else { return }
    writer.key(key)
    writer.array { writer in
      for element in elements { write(element, &writer) }
    }
  }

  func named(_ key: StaticString, _ value: String, _ place: Place, to writer: inout JSONWriter) {
    placed(key, place, to: &writer) { $0.string(value) }
  }

  func names(_ key: StaticString, _ names: [NameReference], to writer: inout JSONWriter) {
    list(key, names, to: &writer) { named("name", $0.name, $0.place, to: &$1) }
  }

  /// Writes a plain value, or an object of `key`, value and source position if the form has positions.
  func placed(
    _ key: StaticString,
    _ place: Place,
    to writer: inout JSONWriter,
    _ write: (inout JSONWriter) -> Void
  ) {
    guard hasPlaces else { return write(&writer) }
    writer.object { writer in
      writer.key(key)
      write(&writer)
      self.place(place, to: &writer)
    }
  }

  func choice(
    _ key: StaticString,
    _ choice: (some RawRepresentable<String>)?,
    to writer: inout JSONWriter
  ) {
    guard let choice else { return }
    writer.string(choice.rawValue, for: key)
  }

  /// Writes a number, or a text if it is infinite or NaN, so that the check of the manifest can report it.
  func number(_ value: Double, to writer: inout JSONWriter) {
    if value.isFinite { writer.number(value) } else { writer.string("\(value)") }
  }
}
