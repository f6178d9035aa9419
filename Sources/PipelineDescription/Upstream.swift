/// The stages that a stage waits for.
///
/// A stage that reads an output of another stage waits for that stage in any case. `Upstream` declares a
/// dependency that no input shows.
public struct Upstream: Sendable {
  package var references: [NameReference]

  /// Declares upstream stages.
  ///
  /// - Parameters:
  ///   - stages: Names of stages, `Stage` values, or lists of them.
  ///   - fileID: The file of the declaration. Leave it out, because the compiler fills it in.
  ///   - line: The line of the declaration. Leave it out, too.
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

/// A value that names stages: a name, a stage, or a list of either.
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
