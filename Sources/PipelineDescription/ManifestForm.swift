/// Writes the parts of a manifest as JSON, each the same way in every clause.
///
/// The clauses extend it, each in its own file.
struct ManifestForm {
  /// Names a file by the number in its places; nil where no places are written.
  let fileName: ((Int32) -> String)?
  /// The file of what encloses the part; nil where nothing does.
  var file: Int32?

  /// Whether places are written, so that even a plain number needs an object.
  var hasPlaces: Bool { fileName != nil }

  /// Writes a place: the line, and the file where it is not that of what encloses the part.
  func place(_ place: Place, to writer: inout JSONWriter) {
    guard let fileName else { return }
    writer.integer(place.line, for: "line")
    guard place.line > 0, place.file != file else { return }
    writer.string(fileName(place.file), for: "source")
  }

  /// Returns a form for the parts of what is declared at a place.
  func inside(_ place: Place) -> ManifestForm {
    ManifestForm(fileName: fileName, file: place.line > 0 ? place.file : file)
  }

  /// Writes a list under a key, and nothing where it is empty.
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

  /// Writes a text that has nothing beside it: a plain string where there are no places.
  func named(_ key: StaticString, _ value: String, _ place: Place, to writer: inout JSONWriter) {
    placed(key, place, to: &writer) { $0.string(value) }
  }

  /// Writes names under a key, and nothing where there are none.
  func names(_ key: StaticString, _ names: [NameReference], to writer: inout JSONWriter) {
    list(key, names, to: &writer) { named("name", $0.name, $0.place, to: &$1) }
  }

  /// Writes a value that has nothing beside it: as it is where there are no places, else as an object.
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

  /// Writes one of a few words.
  func choice(
    _ key: StaticString,
    _ choice: (some RawRepresentable<String>)?,
    to writer: inout JSONWriter
  ) {
    guard let choice else { return }
    writer.string(choice.rawValue, for: key)
  }

  /// Writes a number; one that JSON does not have as a text, so that the check of the manifest sees it.
  func number(_ value: Double, to writer: inout JSONWriter) {
    if value.isFinite { writer.number(value) } else { writer.string("\(value)") }
  }
}
