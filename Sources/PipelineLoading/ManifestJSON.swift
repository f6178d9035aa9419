package import PipelineDescription
package import PipelinePlanning

/// A manifest as it was read: its own text where it is JSON, else the JSON that it writes when it runs.
package struct ManifestJSON: ManifestText {
  /// The JSON.
  package let bytes: [UInt8]
  /// The parameters that a compiled manifest declares while it runs, each as JSON.
  let parameters: [[UInt8]]
  /// Whether a compiled manifest wrote it, with the manifest's own places.
  let isAnswer: Bool
  /// The manifest's path as messages show it.
  let path: String

  package init(bytes: [UInt8], parameters: [[UInt8]] = [], isAnswer: Bool, path: String) {
    self.bytes = bytes
    self.parameters = parameters
    self.isAnswer = isAnswer
    self.path = path
  }

  /// The identity of the text: equal texts make equal pipelines.
  package var identity: ManifestIdentity {
    let kind = Array((isAnswer ? "answer" : "text").utf8)
    return ManifestIdentity(text: bytes, others: [Array(path.utf8), kind] + parameters)
  }

  /// Reads all of it.
  ///
  /// - Returns: The pipeline, not yet checked, and the places of its stages in the text.
  /// - Throws: All that is wrong.
  package func decode() throws(ManifestFault) -> (pipeline: Pipeline, places: StagePlaces) {
    do {
      let document = try JSONParser.parse(bytes)
      let pipeline = try self.pipeline(of: document, files: [])
      return (shown(pipeline), document.stagePlaces(files: pipeline.files))
    } catch {
      // The tool's own module writes what a compiled manifest says.
      if isAnswer { throw .garbage(path: path) }
      if let fault = error as? JSONSyntaxFault { throw .syntax(path: path, fault) }
      if let faults = error as? ManifestContentFaults { throw .content(path: path, faults.all) }
      throw .garbage(path: path)
    }
  }

  /// Reads the pipeline without its stages from a text that was read before.
  ///
  /// - Parameter places: The places of the stages.
  /// - Returns: The pipeline; nil if the text has no such places.
  package func defaults(_ places: StagePlaces) -> Pipeline? {
    let (start, end) = (Int(places.list.lowerBound), Int(places.list.upperBound))
    guard end <= bytes.count else { return nil }
    // The line breaks are kept where something follows, so that it keeps its line.
    let isLast = bytes[end...].allSatisfy { [0x20, 0x09, 0x0A, 0x0D, 0x7D].contains($0) }
    let lines = isLast ? [] : bytes[start..<end].filter { $0 == 0x0A || $0 == 0x0D }
    let rest = bytes[..<start] + Array("[".utf8) + lines + Array("]".utf8) + bytes[end...]
    guard let document = try? JSONParser.parse(Array(rest)),
      let pipeline = try? pipeline(of: document, files: places.files)
    else { return nil }
    return shown(pipeline)
  }

  /// Reads one stage of a text that was read before; nil if there is none.
  package func stage(_ index: Int, _ places: StagePlaces) -> Stage? {
    let (start, end) = (Int(places.starts[index]), Int(places.ends[index]))
    guard end <= bytes.count,
      let document = try? JSONParser.parse(
        Array(bytes[start..<end]),
        firstLine: Int(places.lines[index])
      )
    else { return nil }
    return try? PipelineDecoder.decodeStage(document, hasLines: isAnswer, files: places.files)
  }

  /// Makes the pipeline of a document, with the parameters that were declared apart.
  private func pipeline(of document: JSONDocument, files: [String]) throws -> Pipeline {
    var pipeline = try PipelineDecoder.decode(document, hasLines: isAnswer, files: files)
    for json in parameters {
      let parameter = try PipelineDecoder.decodeParameter(
        JSONParser.parse(json),
        files: &pipeline.files
      )
      // A parameter that is made in a function is declared each time.
      let isKnown = pipeline.parameters.contains {
        $0.name == parameter.name && $0.defaultValue == parameter.defaultValue
      }
      if !isKnown { pipeline.parameters.append(parameter) }
    }
    return pipeline
  }

  /// The pipeline with its files as messages show them: in the manifest's folder.
  private func shown(_ pipeline: Pipeline) -> Pipeline {
    var pipeline = pipeline
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    pipeline.files = pipeline.files.map { fileID in
      // A `#fileID` is the module's name and the file's.
      let name = fileID.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).last
      return (folder + [name ?? ""]).joined(separator: "/")
    }
    return pipeline
  }
}

extension JSONDocument {
  /// The places of the stages of a text that was found to be a pipeline.
  fileprivate func stagePlaces(files: [String]) -> StagePlaces {
    guard let list = value(of: "stages", in: root) else { return StagePlaces(list: 0..<0) }
    var places = StagePlaces(list: list.start..<list.end, files: files)
    for stage in elements(of: list) {
      places.append(start: stage.start, end: stage.end, line: stage.line)
    }
    return places
  }
}
