/// A named set of stages: what a manifest declares.
///
/// ```swift
/// let pipeline = Pipeline("retrospective") {
///   Stage("extraction", "Read the raw transcripts") {
///     Script("stages/extract.py", .input("data/raw/**/*.jsonl"), .output("data/sessions.json"))
///   }
/// }
/// ```
public struct Pipeline: Sendable, Equatable {
  /// The name shown at the top of every run.
  public let name: String
  /// The stages, in the order of their declaration.
  package var stages: [Stage]
  /// What holds for every stage that does not say otherwise.
  package var timeout: Timeout?
  /// Variables that every stage is given.
  package var environment: [Environment]
  /// The line of the manifest on which the pipeline is declared.
  package var line: Int

  /// Declares a pipeline.
  ///
  /// - Parameters:
  ///   - name: The name shown at the top of every run.
  ///   - line: The line of the declaration; leave it out.
  ///   - content: Stages, and a `Timeout` or an `Environment` that holds for all of them.
  public init(_ name: String, line: Int = #line, @PipelineBuilder _ content: () -> PipelineContent)
  {
    self.init(name, line: line, content: content())
  }

  package init(_ name: String, line: Int, content: PipelineContent) {
    self.name = name
    self.line = line
    stages = []
    environment = []
    for element in content.elements {
      switch element {
      case .stage(let stage): stages.append(stage)
      case .timeout(let timeout): self.timeout = timeout
      case .environment(let variables): environment += variables
      }
    }
  }
}
