/// Outputs of a stage, in addition to those that its scripts and commands name.
public struct Outputs: Sendable {
  package var all: [Output]

  /// Declares files and folders (`"data/plots/"`) inside the root, or lists of them, as outputs.
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

package struct Output: Sendable, Equatable {
  /// A file, or a folder (with a slash at the end).
  package var path: String
  package var place: Place

  package init(_ path: String, place: Place) {
    self.path = path
    self.place = place
  }
}

extension Outputs: StageClause {
  /// Content that adds these outputs to a stage.
  public var stageContent: StageContent { StageContent { $0.declaredOutputs += all } }
}

extension ManifestForm {
  func outputs(_ outputs: [Output], to writer: inout JSONWriter) {
    list("outputs", outputs, to: &writer) { named("path", $0.path, $0.place, to: &$1) }
  }
}
