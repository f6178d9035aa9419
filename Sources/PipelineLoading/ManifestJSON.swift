package import PipelineDescription
package import PipelinePlanning

/// The text of a manifest as JSON: its own where it is JSON, else what a compiled one prints.
package struct ManifestJSON: ManifestText {
  /// The JSON.
  package let bytes: [UInt8]
  /// The parameters that a compiled manifest declares while it runs, each as JSON.
  let parameters: [[UInt8]]
  /// Whether a compiled manifest said it, with the manifest's own lines.
  let isAnswer: Bool
  /// The manifest's path as messages show it.
  let path: String

  package init(bytes: [UInt8], parameters: [[UInt8]] = [], isAnswer: Bool, path: String) {
    self.bytes = bytes
    self.parameters = parameters
    self.isAnswer = isAnswer
    self.path = path
  }

  /// What tells it from every other.
  package var identity: ManifestIdentity {
    let kind = Array((isAnswer ? "answer" : "text").utf8)
    return ManifestIdentity(text: bytes, others: [Array(path.utf8), kind] + parameters)
  }

  /// Reads all of it.
  ///
  /// - Returns: The pipeline, not yet checked, and where its stages stand in the text.
  /// - Throws: All that is wrong.
  package func decode() throws(ManifestFault) -> (pipeline: Pipeline, places: StagePlaces) {
    do {
      let document = try JSONParser.parse(bytes)
      var pipeline = try PipelineDecoder.decode(document, hasLines: isAnswer)
      try addParameters(to: &pipeline)
      return (pipeline, document.stagePlaces)
    } catch {
      // What a compiled manifest says is written by the tool's own module.
      if isAnswer { throw .garbage(path: path) }
      if let fault = error as? JSONSyntaxFault { throw .syntax(path: path, fault) }
      if let faults = error as? ManifestContentFaults { throw .content(path: path, faults.all) }
      throw .garbage(path: path)
    }
  }

  /// What a text that has been read before says apart from its stages; nil if it has no such places.
  package func defaults(_ places: StagePlaces) -> PipelineDefaults? {
    let (start, end) = (Int(places.list.lowerBound), Int(places.list.upperBound))
    guard end <= bytes.count else { return nil }
    // As many lines as before, so that what comes behind keeps its place, if anything does.
    let isLast = bytes[end...].allSatisfy { [0x20, 0x09, 0x0A, 0x0D, 0x7D].contains($0) }
    let lines = isLast ? [] : bytes[start..<end].filter { $0 == 0x0A || $0 == 0x0D }
    let rest = bytes[..<start] + Array("[".utf8) + lines + Array("]".utf8) + bytes[end...]
    guard let document = try? JSONParser.parse(Array(rest)),
      var pipeline = try? PipelineDecoder.decode(document, hasLines: isAnswer),
      (try? addParameters(to: &pipeline)) != nil
    else { return nil }
    return PipelineDefaults(of: pipeline)
  }

  /// One stage of a text that has been read before; nil if it is none.
  package func stage(_ index: Int, _ places: StagePlaces) -> Stage? {
    let (start, end) = (Int(places.starts[index]), Int(places.ends[index]))
    guard end <= bytes.count,
      let document = try? JSONParser.parse(
        Array(bytes[start..<end]),
        firstLine: Int(places.lines[index])
      )
    else { return nil }
    return try? PipelineDecoder.decodeStage(document, hasLines: isAnswer)
  }

  /// A parameter that is made in a function is declared each time.
  private func addParameters(to pipeline: inout Pipeline) throws {
    for json in parameters {
      let parameter = try PipelineDecoder.decodeParameter(JSONParser.parse(json))
      let isKnown = pipeline.parameters.contains {
        $0.name == parameter.name && $0.defaultValue == parameter.defaultValue
      }
      if !isKnown { pipeline.parameters.append(parameter) }
    }
  }
}

extension JSONDocument {
  /// Where the stages of a pipeline stand, of which it was found that it is one.
  fileprivate var stagePlaces: StagePlaces {
    guard let list = value(of: "stages", in: root) else { return StagePlaces(list: 0..<0) }
    var places = StagePlaces(list: list.start..<list.end)
    for stage in elements(of: list) {
      places.append(start: stage.start, end: stage.end, line: stage.line)
    }
    return places
  }
}
