/// The parameters that a stage gets as environment variables; when one changes, the stage is stale.
///
/// `Uses(top)` gives the scripts `PIPELINE_PARAM_TOP`: the name in upper case, `_` for `-`.
public struct Uses: Sendable, Equatable {
  package var references: [NameReference]

  /// Declares that the stage uses parameters.
  ///
  /// - Parameters:
  ///   - parameters: One or more.
  ///   - fileID: The file of the declaration; leave it out.
  ///   - line: The line of the declaration; leave it out.
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
  /// Further parameters.
  public var stageContent: StageContent { StageContent { $0.declaredUses += references } }
}

extension PipelineBuilder {
  /// Says where `Uses` belongs.
  @available(*, unavailable, message: "`Uses` stands in a `Stage`")
  public static func buildExpression(_ uses: Uses) -> PipelineContent { PipelineContent() }
}
