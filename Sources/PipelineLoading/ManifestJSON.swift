package import PipelineDescription
package import PipelinePlanning

/// The JSON of a manifest, which a JSON manifest contains or a compiled manifest sends.
package struct ManifestJSON: ManifestText {
  package let bytes: [UInt8]
  /// The parameters that a compiled manifest declared while it ran, each as JSON.
  var parameters: [[UInt8]] = []
  /// Whether a compiled manifest sent the JSON, which then contains source positions.
  let isAnswer: Bool
  /// The manifest's path, as messages show it.
  let path: String

  /// Texts with equal identities describe equal pipelines.
  package var identity: ManifestIdentity {
    let kind = Array((isAnswer ? "answer" : "text").utf8)
    return ManifestIdentity(text: bytes, others: [Array(path.utf8), kind] + parameters)
  }

  /// Decodes the pipeline, which is not checked yet, and the positions of its stages; throws all faults.
  package func decode() throws(ManifestFault) -> (pipeline: Pipeline, places: StagePlaces) {
    do {
      let document = try JSONParser.parse(bytes)
      let pipeline = try self.pipeline(of: document, files: [])
      return (shown(pipeline), document.stagePlaces(files: pipeline.files))
    } catch {
      // Faults in the JSON of a compiled manifest are not the user's, because the tool's module writes it.
      if isAnswer { throw .garbage(path: path) }
      if let fault = error as? JSONSyntaxFault { throw .syntax(path: path, fault) }
      if let faults = error as? ManifestContentFaults { throw .content(path: path, faults.all) }
      throw .garbage(path: path)
    }
  }

  /// Decodes everything except the stages; nil if `places`, from an earlier `decode`, do not fit the text.
  package func defaults(_ places: StagePlaces) -> Pipeline? {
    let (start, end) = (Int(places.list.lowerBound), Int(places.list.upperBound))
    guard end <= bytes.count else { return nil }
    // If members follow the stages, the line breaks are kept, so that these members keep their line numbers.
    let isLast = bytes[end...].allSatisfy { [0x20, 0x09, 0x0A, 0x0D, 0x7D].contains($0) }
    let lines = isLast ? [] : bytes[start..<end].filter { $0 == 0x0A || $0 == 0x0D }
    let rest = bytes[..<start] + Array("[".utf8) + lines + Array("]".utf8) + bytes[end...]
    guard let document = try? JSONParser.parse(Array(rest)),
      let pipeline = try? pipeline(of: document, files: places.files)
    else { return nil }
    return shown(pipeline)
  }

  /// Decodes one stage; nil if the text has no stage at the position that `places` gives.
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

  /// Decodes a document, and adds the parameters that the compiled manifest sent separately.
  private func pipeline(of document: JSONDocument, files: [String]) throws -> Pipeline {
    var pipeline = try PipelineDecoder.decode(document, hasLines: isAnswer, files: files)
    for json in parameters {
      let parameter = try PipelineDecoder.decodeParameter(
        JSONParser.parse(json),
        files: &pipeline.files
      )
      // A function that declares a parameter declares it again at each call.
      let isKnown = pipeline.parameters.contains {
        $0.name == parameter.name && $0.defaultValue == parameter.defaultValue
      }
      if !isKnown { pipeline.parameters.append(parameter) }
    }
    return pipeline
  }

  /// Replaces each `#fileID` in `files` by a path in the manifest's folder, as messages show it.
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
  fileprivate func stagePlaces(files: [String]) -> StagePlaces {
    guard let list = value(of: "stages", in: root) else { return StagePlaces(list: 0..<0) }
    var places = StagePlaces(list: list.start..<list.end, files: files)
    for stage in elements(of: list) {
      places.append(start: stage.start, end: stage.end, line: stage.line)
    }
    return places
  }
}
