/// The stages that this one waits for.
///
/// A stage that reads what another writes waits for it anyway; `Upstream` says it where no file does.
public struct Upstream: Sendable {
  package struct Reference: Sendable, Equatable {
    package var name: String
    package var line: Int

    package init(name: String, line: Int) {
      self.name = name
      self.line = line
    }
  }

  package var references: [Reference]

  /// Declares upstream stages.
  ///
  /// - Parameters:
  ///   - stages: Names, `Stage` values, or lists of them.
  ///   - line: The line of the declaration; leave it out.
  public init<each Value: StageReference>(_ stages: repeat each Value, line: Int = #line) {
    references = []
    for stage in repeat each stages {
      references += stage.stageNames.map { Reference(name: $0, line: line) }
    }
  }
}

/// What can name a stage: its name, the stage itself, or a list of either.
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
