/// Something that only one stage at a time may use; it needs no limit, as there is one of it.
public struct Exclusive: Sendable, Equatable {
  package var name: String
  package var place: Place

  package init(name: String, place: Place) {
    self.name = name
    self.place = place
  }

  /// Declares that the stage uses it.
  ///
  /// - Parameters:
  ///   - name: Its name; stages that say the same name never run at the same time.
  ///   - fileID: The file of the declaration; leave it out.
  ///   - line: The line of the declaration; leave it out.
  public init(_ name: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(name: name, place: Place(fileID, line))
  }

  /// Says how several are declared.
  @available(*, unavailable, message: "write an `Exclusive` for each name")
  public init(_ name: String, _ second: String, _ more: String...) { self.init(name) }
}

extension Exclusive: StageClause {
  /// One name more.
  public var stageContent: StageContent { StageContent { $0.exclusives.append(self) } }
}

extension PipelineBuilder {
  /// Says where `Exclusive` belongs.
  @available(*, unavailable, message: "`Exclusive` stands in a `Stage`")
  public static func buildExpression(_ exclusive: Exclusive) -> PipelineContent {
    PipelineContent()
  }
}

extension ManifestForm {
  func exclusives(_ exclusives: [Exclusive], to writer: inout JSONWriter) {
    list("exclusive", exclusives, to: &writer) { exclusive, writer in
      named("name", exclusive.name, exclusive.place, to: &writer)
    }
  }
}
