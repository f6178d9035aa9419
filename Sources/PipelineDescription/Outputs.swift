/// Outputs that the stage writes and that no script names among its arguments.
public struct Outputs: Sendable {
  package var all: [Output]

  /// Declares outputs.
  ///
  /// - Parameters:
  ///   - paths: Files and folders (`"data/plots/"`) inside the root, or lists of them.
  ///   - fileID: The file of the declaration; leave it out.
  ///   - line: The line of the declaration; leave it out.
  public init<each Value: PathConvertible>(
    _ paths: repeat each Value,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    let place = Place(fileID, line)
    all = []
    for path in repeat each paths {
      all += path.paths.map { Output($0, place: place) }
    }
  }
}

/// One declared output.
package struct Output: Sendable, Equatable {
  /// A file, or a folder with a slash at its end.
  package var path: String
  package var place: Place

  package init(_ path: String, place: Place) {
    self.path = path
    self.place = place
  }
}

extension Outputs: StageClause {
  /// Further outputs.
  public var stageContent: StageContent { StageContent { $0.declaredOutputs += all } }
}

extension ManifestForm {
  func outputs(_ outputs: [Output], to writer: inout JSONWriter) {
    list("outputs", outputs, to: &writer) { output, writer in
      named("path", output.path, output.place, to: &writer)
    }
  }
}
