/// What becomes of the outputs of an attempt that fails; `.keep` where nothing is said.
///
/// Whatever it is, they are never trusted: the stage is stale, and nothing downstream runs on them.
public enum OnFailure: String, Sendable, Equatable, CaseIterable {
  /// They are left in place, to be looked at.
  case keep
  /// They are removed.
  case delete
  /// Those that were there before come back. They are moved aside before the first script starts, so
  /// the stage starts with its outputs gone.
  case restore

  /// Declares what becomes of them.
  public init(_ choice: OnFailure) { self = choice }
}

extension OnFailure: StageClause, PipelineClause {
  /// The choice of the stage.
  public var stageContent: StageContent { StageContent { $0.onFailure = self } }
  /// The choice for stages that have no other.
  public var pipelineContent: PipelineContent { PipelineContent { $0.onFailure = self } }
}

extension Pipeline {
  /// What becomes of the outputs of a failed attempt of a stage.
  package func onFailure(of stage: Stage) -> OnFailure { stage.onFailure ?? onFailure ?? .keep }
}
