/// The rule by which the runner recognizes a changed file; the default is `.time`.
public enum Staleness: String, Sendable, Equatable, CaseIterable {
  /// Compares time and size, as Make does, so a `touch` is a change.
  case time
  /// Compares the content, which the runner reads only if time or size differ.
  ///
  /// So a `touch`, a `git checkout`, or an input that a stage writes again with the same bytes causes no run.
  case content

  /// Declares the rule by which the runner recognizes a changed file.
  public init(_ choice: Staleness) { self = choice }
}

extension Staleness: StageClause, PipelineClause {
  /// Content that sets the rule of a stage.
  public var stageContent: StageContent { StageContent { $0.staleness = self } }
  /// Content that sets the rule for stages without a `Staleness` of their own.
  public var pipelineContent: PipelineContent { PipelineContent { $0.staleness = self } }
}

extension Pipeline {
  package func staleness(of stage: Stage) -> Staleness { stage.staleness ?? staleness ?? .time }
}
