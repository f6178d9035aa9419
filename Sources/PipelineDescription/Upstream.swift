/// The stages that this one waits for.
///
/// A stage that reads what another writes waits for it anyway; `Upstream` says it where no file does.
public struct Upstream: Sendable {
  package struct Reference: Sendable, Equatable {
    package var name: String
    package var place: Place

    package init(name: String, place: Place) {
      self.name = name
      self.place = place
    }
  }

  package var references: [Reference]

  /// Declares upstream stages.
  ///
  /// - Parameters:
  ///   - stages: Names, `Stage` values, or lists of them.
  ///   - fileID: The file of the declaration; leave it out.
  ///   - line: The line of the declaration; leave it out.
  public init<each Value: StageReference>(
    _ stages: repeat each Value,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    let place = Place(fileID, line)
    references = []
    for stage in repeat each stages {
      references += stage.stageNames.map { Reference(name: $0, place: place) }
    }
  }
}

extension Upstream: StageClause {
  /// Further upstream stages.
  public var stageContent: StageContent { StageContent { $0.upstream += references } }
}

/// A value that names stages: a name, a stage, or a list of either.
public protocol StageReference {
  /// The names of the stages.
  var stageNames: [String] { get }
}

extension String: StageReference {
  /// The text as a stage's name.
  public var stageNames: [String] { [self] }
}

extension Stage: StageReference {
  /// The name of the stage.
  public var stageNames: [String] { [name] }
}

extension Array: StageReference where Element: StageReference {
  /// The names of each element, in order.
  public var stageNames: [String] { flatMap(\.stageNames) }
}

extension ManifestForm {
  func upstream(_ references: [Upstream.Reference], to writer: inout JSONWriter) {
    list("upstream", references, to: &writer) { reference, writer in
      named("name", reference.name, reference.place, to: &writer)
    }
  }
}
