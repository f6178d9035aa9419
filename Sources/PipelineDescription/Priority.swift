/// Which of the stages that could start goes first: the one with the higher number, 0 where nothing is
/// said.
///
/// Among equals the one with the longest way to the end of the run goes first.
public struct Priority: Sendable, Equatable {
  package var value: Int
  package var place: Place

  package init(value: Int, place: Place) {
    self.value = value
    self.place = place
  }

  /// Declares the priority.
  ///
  /// - Parameters:
  ///   - value: The number; it may be negative.
  ///   - fileID: The file of the declaration; leave it out.
  ///   - line: The line of the declaration; leave it out.
  public init(_ value: Int, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(value: value, place: Place(fileID, line))
  }
}

extension Priority: StageClause {
  /// The priority of the stage.
  public var stageContent: StageContent { StageContent { $0.priority = self } }
}

extension PipelineBuilder {
  /// Says where `Priority` belongs.
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
