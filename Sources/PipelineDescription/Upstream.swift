/// The stages that a stage waits for, in addition to the stages whose outputs it reads.
public struct Upstream: Sendable {
  package var references: [NameReference]

  /// Declares upstream stages by their names, as `Stage` values, or as lists of either.
  public init<each Value: StageReference>(
    _ stages: repeat each Value,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    let place = Place(fileID, line)
    references = []
    for stage in repeat each stages {
      references += stage.stageNames.map { NameReference(name: $0, place: place) }
    }
  }
}

extension Upstream: StageClause {
  /// Content that adds these dependencies to a stage.
  public var stageContent: StageContent { StageContent { $0.upstream += references } }
}

/// A value that names stages, which is a name, a `Stage`, or a list of either.
public protocol StageReference {
  /// The names of the stages.
  var stageNames: [String] { get }
}

extension String: StageReference {
  /// The text as the name of a stage.
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
