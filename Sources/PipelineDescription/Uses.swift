/// The parameters that the scripts of a stage get as environment variables.
///
/// `Uses(top)` sets `PIPELINE_PARAM_TOP`, which contains the name in upper case, with `_` for `-`. When the
/// value changes, the stage is stale.
public struct Uses: Sendable, Equatable {
  package var references: [NameReference]

  /// Declares that the scripts of the stage use one or more parameters.
  public init<each Value: ParameterType>(
    _ parameters: repeat Parameter<each Value>,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    let place = Place(fileID, line)
    references = []
    for parameter in repeat each parameters {
      references.append(NameReference(name: parameter.name, place: place))
    }
  }
}

extension Uses: StageClause {
  /// Content that adds these parameters to a stage.
  public var stageContent: StageContent { StageContent { $0.declaredUses += references } }
}

extension PipelineBuilder {
  /// Unavailable, because `Uses` belongs in a `Stage`.
  @available(*, unavailable, message: "`Uses` belongs in a `Stage`")
  public static func buildExpression(_ uses: Uses) -> PipelineContent { PipelineContent() }
}
