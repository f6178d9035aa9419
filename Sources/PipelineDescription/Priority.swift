/// The priority of a stage among the stages that are ready to start; the default is 0.
///
/// The stage with the highest priority starts first. Among equal priorities, the stage with the longest
/// critical path to the end of the run starts first.
public struct Priority: Sendable, Equatable {
  package var value: Int
  package var place: Place

  package init(value: Int, place: Place) {
    self.value = value
    self.place = place
  }

  /// Declares the priority of the stage, which can be negative.
  public init(_ value: Int, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(value: value, place: Place(fileID, line))
  }
}

extension Priority: StageClause {
  /// Content that sets the priority of a stage.
  public var stageContent: StageContent { StageContent { $0.priority = self } }
}

extension PipelineBuilder {
  /// Unavailable, because `Priority` belongs in a `Stage`.
  @available(*, unavailable, message: "`Priority` belongs in a `Stage`")
  public static func buildExpression(_ priority: Priority) -> PipelineContent { PipelineContent() }
}

extension ManifestForm {
  func priority(_ priority: Priority?, to writer: inout JSONWriter) {
    guard let priority else { return }
    writer.key("priority")
    placed("value", priority.place, to: &writer) { $0.integer(priority.value) }
  }
}
