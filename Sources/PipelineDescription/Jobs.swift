/// The number of stages that can run at the same time; the default is the number of cores.
///
/// `--jobs` and the environment variable `PIPELINE_JOBS` override this number.
public struct Jobs: Sendable, Equatable {
  package var count: Int
  package var place: Place

  package init(count: Int, place: Place) {
    self.count = count
    self.place = place
  }

  /// Declares the number of stages that can run at the same time, 1 or more.
  public init(_ count: Int, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(count: count, place: Place(fileID, line))
  }
}

extension Jobs: PipelineClause {
  /// Content that sets the number of jobs of a pipeline.
  public var pipelineContent: PipelineContent { PipelineContent { $0.jobs = self } }
}

extension StageBuilder {
  /// Unavailable, because `Jobs` belongs in the `Pipeline`, not in a `Stage`.
  @available(*, unavailable, message: "`Jobs` belongs in the `Pipeline`, not in a `Stage`")
  public static func buildExpression(_ jobs: Jobs) -> StageContent { StageContent() }
}

extension ManifestForm {
  func jobs(_ jobs: Jobs?, to writer: inout JSONWriter) {
    guard let jobs else { return }
    writer.key("jobs")
    placed("count", jobs.place, to: &writer) { $0.integer(jobs.count) }
  }
}
