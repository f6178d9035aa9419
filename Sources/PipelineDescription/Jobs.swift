/// How many stages may run at once; the number of cores where nothing is said.
///
/// `--jobs` and the variable `PIPELINE_JOBS` overrule it.
public struct Jobs: Sendable, Equatable {
  package var count: Int
  package var place: Place

  package init(count: Int, place: Place) {
    self.count = count
    self.place = place
  }

  /// Declares the number.
  ///
  /// - Parameters:
  ///   - count: How many, 1 or more.
  ///   - fileID: The file of the declaration; leave it out.
  ///   - line: The line of the declaration; leave it out.
  public init(_ count: Int, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(count: count, place: Place(fileID, line))
  }
}

extension Jobs: PipelineClause {
  /// The number of jobs.
  public var pipelineContent: PipelineContent { PipelineContent { $0.jobs = self } }
}

extension StageBuilder {
  /// Says where `Jobs` belongs.
  @available(*, unavailable, message: "`Jobs` stands in the `Pipeline`, not in a `Stage`")
  public static func buildExpression(_ jobs: Jobs) -> StageContent { StageContent() }
}

extension ManifestForm {
  func jobs(_ jobs: Jobs?, to writer: inout JSONWriter) {
    guard let jobs else { return }
    writer.key("jobs")
    placed("count", jobs.place, to: &writer) { $0.integer(jobs.count) }
  }
}
