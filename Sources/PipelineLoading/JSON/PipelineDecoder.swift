package import PipelineDescription
package import PipelinePlanning

/// Decodes a pipeline from a JSON document, or finds all its faults.
///
/// It reads the JSON that `Pipeline.write(to:lines:fileName:)` writes, and short forms that people write. The
/// short forms are a plain text instead of an object with only a path or a name, numbers as arguments, and a
/// timeout as a number of seconds.
package struct PipelineDecoder {
  /// Whether a compiled manifest wrote the text, which then contains source positions.
  let hasLines: Bool
  /// The files that `Place.file` indexes, in the order in which the text names them.
  private(set) var files: [String]
  /// The `Place.file` of the enclosing stage or pipeline.
  private var file: Int32 = 0
  var reader: JSONReader

  private init(_ document: JSONDocument, hasLines: Bool, files: [String]) {
    self.hasLines = hasLines
    self.files = files
    reader = JSONReader(document)
  }

  /// Decodes a pipeline, and all files that its source positions refer to.
  ///
  /// Without `hasLines`, the source positions are lines of `document`. Files in `files` keep their index.
  package static func decode(
    _ document: JSONDocument,
    hasLines: Bool,
    files: [String] = []
  ) throws(ManifestContentFaults) -> Pipeline {
    var decoder = PipelineDecoder(document, hasLines: hasLines, files: files)
    var pipeline = decoder.pipeline(document.root)
    try decoder.finish()
    pipeline.files = decoder.files
    return pipeline
  }

  package static func decodeStage(
    _ document: JSONDocument,
    hasLines: Bool,
    files: [String]
  ) throws(ManifestContentFaults) -> Stage {
    var decoder = PipelineDecoder(document, hasLines: hasLines, files: files)
    let stage = decoder.stage(document.root)
    try decoder.finish()
    return stage
  }

  /// Decodes a parameter from a compiled manifest, and appends its source file to `files` if it is new there.
  static func decodeParameter(
    _ document: JSONDocument,
    files: inout [String]
  ) throws(ManifestContentFaults) -> ParameterDeclaration {
    var decoder = PipelineDecoder(document, hasLines: true, files: files)
    let parameter = decoder.parameter(document.root)
    try decoder.finish()
    files = decoder.files
    return parameter
  }

  /// Throws all faults in the order of the text, if there are any.
  private func finish() throws(ManifestContentFaults) {
    guard !reader.faults.isEmpty else { return }
    throw ManifestContentFaults(
      all: reader.faults.sorted { $0.node.index < $1.node.index }.map(\.fault)
    )
  }

  /// Returns the line of a value in the text, which the keys `line` and `source` of an object later replace.
  func place(of node: JSONNode) -> Place { Place(Int(node.line), file: file) }

  private mutating func pipeline(_ node: JSONNode) -> Pipeline {
    inside(node) { decoder in
      // Adding the stages as clauses would copy each stage three times, so `object` assigns them directly.
      let (name, place) = (decoder.reader.text("name", of: node), decoder.place(of: node))
      var pipeline = Pipeline(name, place: place, content: PipelineContent())
      decoder.object(node, Self.pipelineFields, into: &pipeline, at: \.place)
      decoder.reader.require("name", of: node)
      decoder.reader.require("stages", of: node)
      return pipeline
    }
  }

  mutating func stage(_ node: JSONNode) -> Stage {
    inside(node) { decoder in
      let (name, place) = (decoder.reader.text("name", of: node), decoder.place(of: node))
      let summary = decoder.reader.text("summary", of: node)
      var stage = Stage(name, summary, place: place, content: StageContent())
      decoder.object(node, Self.stageFields, into: &stage, at: \.place)
      decoder.reader.require("name", of: node)
      return stage
    }
  }

  /// Reads an object; its `source` is the file of all parts that have no `source` of their own.
  private mutating func inside<Value>(
    _ node: JSONNode,
    _ read: (inout PipelineDecoder) -> Value
  ) -> Value {
    let outer = file
    defer { file = outer }
    if hasLines, let source = reader.document.value(of: "source", in: node) {
      file = number(of: reader.document.text(of: source))
    }
    return read(&self)
  }

  /// Returns the index of a file in `files`, and appends the file if it is new.
  private mutating func number(of name: String) -> Int32 {
    if let known = files.firstIndex(of: name) { return Int32(known) }
    files.append(name)
    return Int32(files.count - 1)
  }

  /// Reads the key `line` or `source` into a source position; returns false for any other key.
  private mutating func readPlace(_ key: String, _ value: JSONNode, _ place: inout Place) -> Bool {
    guard hasLines else { return false }
    switch key {
    case "line":
      let line = reader.wholeNumber(value) ?? 0
      place = line == 0 ? Place() : Place(line, file: file)
    case "source": place.file = number(of: reader.text(value) ?? "")
    default: return false
    }
    return true
  }

  private mutating func object<Value>(
    _ node: JSONNode,
    _ fields: [Field<Value>],
    into value: inout Value,
    at place: WritableKeyPath<Value, Place>
  ) {
    guard node.kind == .object else { return reader.wrongType(node, expected: .object) }
    for (keyNode, member) in reader.document.members(of: node) {
      let key = reader.document.text(of: keyNode)
      if let field = fields.first(where: { $0.key == key }) {
        field.read(&self, member, &value)
      } else if !readPlace(key, member, &value[keyPath: place]) {
        unknownKey(key, keyNode, among: fields.map(\.key))
      }
    }
  }

  /// Reads the members of an object and its source position, and reports unknown keys.
  mutating func object(
    _ node: JSONNode,
    keys: [String],
    place: inout Place,
    expecting expectation: ManifestContentFault.Expectation = .object,
    _ read: (inout PipelineDecoder, String, JSONNode) -> Void
  ) {
    guard node.kind == .object else { return reader.wrongType(node, expected: expectation) }
    for (keyNode, value) in reader.document.members(of: node) {
      let key = reader.document.text(of: keyNode)
      if readPlace(key, value, &place) { continue }
      if keys.contains(key) {
        read(&self, key, value)
      } else {
        unknownKey(key, keyNode, among: keys)
      }
    }
  }

  private mutating func unknownKey(_ key: String, _ node: JSONNode, among keys: [String]) {
    // Users often write the only script of a stage without the list `scripts` around it.
    let isScript = keys.contains("scripts") && (key == "command" || key == "script")
    let nearest = isScript ? "scripts" : nearestName(to: key, among: keys)
    reader.fault(.unknownKey(nearest: nearest), at: node)
  }

  mutating func list<Element>(
    _ node: JSONNode,
    _ read: (inout PipelineDecoder, JSONNode) -> Element
  ) -> [Element] {
    guard node.kind == .array else {
      reader.wrongType(node, expected: .list)
      return []
    }
    var elements: [Element] = []
    for element in reader.document.elements(of: node) { elements.append(read(&self, element)) }
    return elements
  }
}
