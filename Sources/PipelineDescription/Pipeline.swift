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
  /// How failed attempts of stages are followed by others that do not say otherwise.
  package var retry: Retry?
  /// How many stages may run at once; `nil` leaves it to the machine.
  package var jobs: Jobs?
  /// How much there is of resources; of those not named here, what the machine has.
  package var limits: [ResourceAmount]
  /// What becomes of failed attempts' outputs of stages that do not say otherwise.
  package var onFailure: OnFailure?
  /// By what it shows that a file has changed, for stages that do not say otherwise.
  package var staleness: Staleness?
  /// What can be set from outside, in the order of declaration.
  package var parameters: [ParameterDeclaration]
  /// The line of the manifest on which the pipeline is declared.
  package var line: Int

  /// Declares a pipeline.
  ///
  /// - Parameters:
  ///   - name: The name shown at the top of every run.
  ///   - line: The line of the declaration; leave it out.
  ///   - content: Stages; a `Timeout`, a `Retry`, an `OnFailure`, a `Staleness` or an `Environment` that
  ///     holds for all of them; `Jobs` and `Limits`.
  public init(_ name: String, line: Int = #line, @PipelineBuilder _ content: () -> PipelineContent)
  {
    self.init(name, line: line, content: content())
  }

  package init(_ name: String, line: Int, content: PipelineContent) {
    self.name = name
    self.line = line
    stages = []
    environment = []
    limits = []
    parameters = []
    for element in content.elements {
      switch element {
      case .stage(let stage): stages.append(stage)
      case .timeout(let timeout): self.timeout = timeout
      case .environment(let variables): environment += variables
      case .retry(let retry): self.retry = retry
      case .jobs(let jobs): self.jobs = jobs
      case .limits(let amounts): limits += amounts
      case .onFailure(let choice): onFailure = choice
      case .staleness(let choice): staleness = choice
      }
    }
  }
}
