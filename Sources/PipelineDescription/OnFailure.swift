/// The treatment of the outputs of a failed attempt; the default is `.keep`.
///
/// The runner never trusts these outputs. With every treatment, the stage is stale after the failure, and no
/// downstream stage uses the outputs.
public enum OnFailure: String, Sendable, Equatable, CaseIterable {
  /// Leaves the outputs in place, so that you can look at them.
  case keep
  /// Removes the outputs.
  case delete
  /// Restores the outputs that existed before the attempt.
  ///
  /// The runner moves these files away before the first script starts, so the scripts do not find them.
  case restore

  /// Declares the treatment of the outputs of a failed attempt.
  public init(_ choice: OnFailure) { self = choice }
}

extension OnFailure: StageClause, PipelineClause {
  /// Content that sets the treatment for a stage.
  public var stageContent: StageContent { StageContent { $0.onFailure = self } }
  /// Content that sets the treatment for stages without an `OnFailure` of their own.
  public var pipelineContent: PipelineContent { PipelineContent { $0.onFailure = self } }
}

extension Pipeline {
  package func onFailure(of stage: Stage) -> OnFailure { stage.onFailure ?? onFailure ?? .keep }
}
