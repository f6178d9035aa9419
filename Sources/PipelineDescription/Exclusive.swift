/// A resource that only one stage at a time can use, such as a database.
///
/// It needs no entry in `Limits`, because its limit is always 1.
public struct Exclusive: Sendable, Equatable {
  package var name: String
  package var place: Place

  package init(name: String, place: Place) {
    self.name = name
    self.place = place
  }

  /// Declares that the stage uses a resource; stages that use the same resource never run at the same time.
  public init(_ name: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(name: name, place: Place(fileID, line))
  }

  /// Unavailable, because each name needs an `Exclusive` of its own.
  @available(*, unavailable, message: "write an `Exclusive` for each name")
  public init(_ name: String, _ second: String, _ more: String...) { self.init(name) }
}

extension Exclusive: StageClause {
  /// Content that adds this resource to a stage.
  public var stageContent: StageContent { StageContent { $0.exclusives.append(self) } }
}

extension PipelineBuilder {
  /// Unavailable, because `Exclusive` belongs in a `Stage`.
  @available(*, unavailable, message: "`Exclusive` belongs in a `Stage`")
  public static func buildExpression(_ exclusive: Exclusive) -> PipelineContent {
    PipelineContent()
  }
}

extension ManifestForm {
  func exclusives(_ exclusives: [Exclusive], to writer: inout JSONWriter) {
    list("exclusive", exclusives, to: &writer) { named("name", $0.name, $0.place, to: &$1) }
  }
}
