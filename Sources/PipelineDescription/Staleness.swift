/// How a changed file is recognized; `.time` where nothing is said.
public enum Staleness: String, Sendable, Equatable, CaseIterable {
  /// By time and size, as in Make: a `touch` is a change.
  case time
  /// By content, which is read only where time or size differ: a `touch` or a `git checkout` runs
  /// nothing, and no stage runs because an output was made again with the same bytes.
  case content

  /// Declares how a changed file is recognized.
  public init(_ choice: Staleness) { self = choice }
}

extension Staleness: StageClause, PipelineClause {
  /// The choice of the stage.
  public var stageContent: StageContent { StageContent { $0.staleness = self } }
  /// The choice for stages that have no other.
  public var pipelineContent: PipelineContent { PipelineContent { $0.staleness = self } }
}

extension Pipeline {
  /// How a changed file of a stage is recognized.
  package func staleness(of stage: Stage) -> Staleness { stage.staleness ?? staleness ?? .time }
}
