package import PipelineDescription
package import PipelinePlanning

/// Makes a pipeline of a JSON document, or finds everything that is wrong with it.
///
/// What it reads is what `Pipeline.write(to:lines:)` writes, and the short forms in which people
/// write it: a plain text wherever an object would hold nothing but a path or a name, numbers as
/// arguments, a timeout as a number of seconds.
package struct PipelineDecoder {
  /// Whether the text comes from a compiled manifest and says the manifest's own lines.
  let hasLines: Bool
  var reader: JSONReader

  /// Reads a pipeline.
  ///
  /// - Parameters:
  ///   - document: The text.
  ///   - hasLines: Whether `line` is a key that says where in the manifest something is declared;
  ///     without it, the line is where it stands in the text.
  /// - Returns: The pipeline.
  /// - Throws: All that is wrong, in the order of the text.
  package static func decode(
    _ document: JSONDocument,
    hasLines: Bool
  ) throws(ManifestContentFaults) -> Pipeline {
    var decoder = PipelineDecoder(hasLines: hasLines, reader: JSONReader(document))
    let pipeline = decoder.pipeline(document.root)
    try decoder.finish()
    return pipeline
  }

  /// Reads one stage.
  ///
  /// - Throws: All that is wrong, in the order of the text.
  package static func decodeStage(
    _ document: JSONDocument,
    hasLines: Bool
  ) throws(ManifestContentFaults) -> Stage {
    var decoder = PipelineDecoder(hasLines: hasLines, reader: JSONReader(document))
    let stage = decoder.stage(document.root)
    try decoder.finish()
    return stage
  }

  /// Throws what was found to be wrong.
  func finish() throws(ManifestContentFaults) {
    guard !reader.faults.isEmpty else { return }
    throw ManifestContentFaults(
      all: reader.faults.sorted { $0.node.index < $1.node.index }.map(\.fault)
    )
  }

  /// The line of what an object says, unless a `line` in it says otherwise.
  func line(of node: JSONNode) -> Int { Int(node.line) }

  private static let pipelineKeys = [
    "name", "timeout", "environment", "stages", "retry", "jobs", "limits", "on_failure",
    "staleness", "parameters",
  ]

  private mutating func pipeline(_ node: JSONNode) -> Pipeline {
    // Filled in place, as the way over the clauses of a manifest copies every stage three times.
    var line = line(of: node)
    var pipeline = Pipeline(reader.text("name", of: node), line: line) {}
    object(node, keys: Self.pipelineKeys, line: &line) { decoder, key, value in
      switch key {
      case "name": _ = decoder.reader.text(value)
      case "timeout": pipeline.timeout = decoder.timeout(value)
      case "environment": pipeline.environment = decoder.list(value) { $0.environment($1) }
      case "retry": pipeline.retry = decoder.retry(value)
      case "jobs": pipeline.jobs = decoder.jobs(value)
      case "limits": pipeline.limits = decoder.amounts(value)
      case "on_failure": pipeline.onFailure = decoder.choice(value)
      case "staleness": pipeline.staleness = decoder.choice(value)
      case "parameters": pipeline.parameters = decoder.parameters(value)
      default: pipeline.stages = decoder.list(value) { $0.stage($1) }
      }
    }
    reader.require("name", of: node)
    reader.require("stages", of: node)
    pipeline.line = line
    return pipeline
  }

  private static let stageKeys = [
    "name", "summary", "upstream", "externals", "scripts", "inputs", "outputs", "timeout",
    "environment", "retry", "resources", "exclusive", "priority", "on_failure", "staleness",
    "uses",
  ]

  private mutating func stage(_ node: JSONNode) -> Stage {
    let (name, summary) = (reader.text("name", of: node), reader.text("summary", of: node))
    var line = line(of: node)
    var stage = Stage(name, summary, line: line) {}
    object(node, keys: Self.stageKeys, line: &line) { decoder, key, value in
      switch key {
      case "name", "summary": _ = decoder.reader.text(value)
      case "upstream": stage.upstream = decoder.list(value) { $0.reference($1) }
      case "externals": stage.externals = decoder.list(value) { $0.external($1) }
      case "scripts": stage.steps = decoder.list(value) { $0.step($1) }
      case "inputs": stage.declaredInputs = decoder.inputs(value)
      case "outputs": stage.declaredOutputs = decoder.list(value) { $0.output($1) }
      case "timeout": stage.timeout = decoder.timeout(value)
      case "retry": stage.retry = decoder.retry(value)
      case "resources": stage.resources = decoder.amounts(value)
      case "exclusive": stage.exclusives = decoder.list(value) { $0.exclusive($1) }
      case "priority": stage.priority = decoder.priority(value)
      case "on_failure": stage.onFailure = decoder.choice(value)
      case "staleness": stage.staleness = decoder.choice(value)
      case "uses": stage.declaredUses = decoder.list(value) { $0.use($1) }
      default: stage.environment = decoder.list(value) { $0.environment($1) }
      }
    }
    reader.require("name", of: node)
    stage.line = line
    return stage
  }

  /// Reads the members of an object; `line` is taken care of here, and so are unknown keys.
  mutating func object(
    _ node: JSONNode,
    keys: [String],
    line: inout Int,
    expecting expectation: ManifestContentFault.Expectation = .object,
    _ read: (inout PipelineDecoder, String, JSONNode) -> Void
  ) {
    guard node.kind == .object else { return reader.wrongType(node, expected: expectation) }
    for (keyNode, value) in reader.document.members(of: node) {
      let key = reader.document.text(of: keyNode)
      if hasLines && key == "line" {
        line = reader.wholeNumber(value) ?? line
      } else if keys.contains(key) {
        read(&self, key, value)
      } else {
        reader.fault(.unknownKey(nearest: Self.nearest(to: key, among: keys)), at: keyNode)
      }
    }
  }

  /// The key that was probably meant; a stage's only script is often written without its list.
  private static func nearest(to key: String, among keys: [String]) -> String? {
    if keys.contains("scripts"), key == "command" || key == "script" { return "scripts" }
    return nearestName(to: key, among: keys)
  }

  /// Reads the elements of a list.
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
