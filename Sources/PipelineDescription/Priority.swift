/// The priority of a stage among those that are ready to start; the default is 0.
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

  /// Declares the priority of the stage.
  ///
  /// - Parameters:
  ///   - value: The priority, which may be negative.
  ///   - fileID: The file of the declaration. Leave it out, because the compiler fills it in.
  ///   - line: The line of the declaration. Leave it out, too.
  public init(_ value: Int, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(value: value, place: Place(fileID, line))
  }
}

extension Priority: StageClause {
  /// Content that sets the priority of a stage.
  public var stageContent: StageContent { StageContent { $0.priority = self } }
}

extension PipelineBuilder {
  /// Unavailable: `Priority` belongs in a `Stage`.
  @available(*, unavailable, message: "`Priority` stands in a `Stage`")
  public static func buildExpression(_ priority: Priority) -> PipelineContent { PipelineContent() }
}

extension ManifestForm {
  func priority(_ priority: Priority?, to writer: inout JSONWriter) {
    guard let priority else { return }
    writer.key("priority")
    placed("value", priority.place, to: &writer) { $0.integer(priority.value) }
  }
}
