package import PipelineDescription
package import PipelinePlanning

/// The JSON of a manifest: the text of a JSON manifest, or the answer of a compiled one.
package struct ManifestJSON: ManifestText {
  package let bytes: [UInt8]
  /// The parameters that a compiled manifest declared while it ran, each as JSON.
  var parameters: [[UInt8]] = []
  /// Whether the JSON is the answer of a compiled manifest, with places in that manifest.
  let isAnswer: Bool
  /// The manifest's path, as messages show it.
  let path: String

  /// The identity of the text; texts with equal identities describe equal pipelines.
  package var identity: ManifestIdentity {
    let kind = Array((isAnswer ? "answer" : "text").utf8)
    return ManifestIdentity(text: bytes, others: [Array(path.utf8), kind] + parameters)
  }

  /// Decodes the whole text.
  ///
  /// - Returns: The pipeline, which is not yet checked, and the places of its stages in the text.
  /// - Throws: All faults of the text.
  package func decode() throws(ManifestFault) -> (pipeline: Pipeline, places: StagePlaces) {
    do {
      let document = try JSONParser.parse(bytes)
      let pipeline = try self.pipeline(of: document, files: [])
      return (shown(pipeline), document.stagePlaces(files: pipeline.files))
    } catch {
      // The tool's own module writes an answer, so a fault in it cannot be the user's.
      if isAnswer { throw .garbage(path: path) }
      if let fault = error as? JSONSyntaxFault { throw .syntax(path: path, fault) }
      if let faults = error as? ManifestContentFaults { throw .content(path: path, faults.all) }
      throw .garbage(path: path)
    }
  }

  /// Decodes the pipeline without its stages, from a text that was decoded before.
  ///
  /// - Parameter places: The places of the stages in the text.
  /// - Returns: The pipeline; nil if the text has no such places.
  package func defaults(_ places: StagePlaces) -> Pipeline? {
    let (start, end) = (Int(places.list.lowerBound), Int(places.list.upperBound))
    guard end <= bytes.count else { return nil }
    // Line breaks are kept if other members follow, so that these keep their line numbers.
    let isLast = bytes[end...].allSatisfy { [0x20, 0x09, 0x0A, 0x0D, 0x7D].contains($0) }
    let lines = isLast ? [] : bytes[start..<end].filter { $0 == 0x0A || $0 == 0x0D }
    let rest = bytes[..<start] + Array("[".utf8) + lines + Array("]".utf8) + bytes[end...]
    guard let document = try? JSONParser.parse(Array(rest)),
      let pipeline = try? pipeline(of: document, files: places.files)
    else { return nil }
    return shown(pipeline)
  }

  /// Decodes one stage of a text that was decoded before; nil if the place holds no stage.
  package func stage(_ id: StageID, _ places: StagePlaces) -> Stage? {
    let (start, end) = (Int(places.starts[id.index]), Int(places.ends[id.index]))
    guard end <= bytes.count,
      let document = try? JSONParser.parse(
        Array(bytes[start..<end]),
        firstLine: Int(places.lines[id.index])
      )
    else { return nil }
    return try? PipelineDecoder.decodeStage(document, hasLines: isAnswer, files: places.files)
  }

  /// Decodes a document, and adds the parameters that were declared separately.
  private func pipeline(of document: JSONDocument, files: [String]) throws -> Pipeline {
    var pipeline = try PipelineDecoder.decode(document, hasLines: isAnswer, files: files)
    for json in parameters {
      let parameter = try PipelineDecoder.decodeParameter(
        JSONParser.parse(json),
        files: &pipeline.files
      )
      // A function that declares a parameter does so at each call.
      let isKnown = pipeline.parameters.contains {
        $0.name == parameter.name && $0.defaultValue == parameter.defaultValue
      }
      if !isKnown { pipeline.parameters.append(parameter) }
    }
    return pipeline
  }

  /// Returns the pipeline with the paths of its files as messages show them: in the manifest's folder.
  private func shown(_ pipeline: Pipeline) -> Pipeline {
    var pipeline = pipeline
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    pipeline.files = pipeline.files.map { fileID in
      // A `#fileID` consists of the module's name, a slash and the file's name.
      let name = fileID.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).last
      return (folder + [name ?? ""]).joined(separator: "/")
    }
    return pipeline
  }
}

extension JSONDocument {
  /// Returns the places of the stages in a text that was decoded as a pipeline.
  fileprivate func stagePlaces(files: [String]) -> StagePlaces {
    guard let list = value(of: "stages", in: root) else { return StagePlaces(list: 0..<0) }
    var places = StagePlaces(list: list.start..<list.end, files: files)
    for stage in elements(of: list) {
      places.append(start: stage.start, end: stage.end, line: stage.line)
    }
    return places
  }
}
