/// A resource that only one stage at a time may use, such as a database.
///
/// It needs no entry in `Limits`, because there is only one of it.
public struct Exclusive: Sendable, Equatable {
  package var name: String
  package var place: Place

  package init(name: String, place: Place) {
    self.name = name
    self.place = place
  }

  /// Declares that the stage uses the resource.
  ///
  /// - Parameters:
  ///   - name: The name of the resource. Stages that declare the same name never run at the same time.
  ///   - fileID: The file of the declaration. Leave it out, because the compiler fills it in.
  ///   - line: The line of the declaration. Leave it out, too.
  public init(_ name: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(name: name, place: Place(fileID, line))
  }

  /// Unavailable: write one `Exclusive` for each name.
  @available(*, unavailable, message: "write an `Exclusive` for each name")
  public init(_ name: String, _ second: String, _ more: String...) { self.init(name) }
}

extension Exclusive: StageClause {
  /// Content that adds this resource to a stage.
  public var stageContent: StageContent { StageContent { $0.exclusives.append(self) } }
}

extension PipelineBuilder {
  /// Unavailable: `Exclusive` belongs in a `Stage`.
  @available(*, unavailable, message: "`Exclusive` stands in a `Stage`")
  public static func buildExpression(_ exclusive: Exclusive) -> PipelineContent {
    PipelineContent()
  }
}

extension ManifestForm {
  func exclusives(_ exclusives: [Exclusive], to writer: inout JSONWriter) {
    list("exclusive", exclusives, to: &writer) { named("name", $0.name, $0.place, to: &$1) }
  }
}
