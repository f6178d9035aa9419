/// What stands between the braces of a `Pipeline`; the compiler makes it, nobody writes it.
public struct PipelineContent: Sendable {
  package enum Element: Sendable {
    /// Elsewhere, as blocks and loops hand it on from one to the next.
    indirect case stage(Stage)
    case timeout(Timeout)
    case environment([Environment])
    case retry(Retry)
    case jobs(Jobs)
    case limits([ResourceAmount])
    case onFailure(OnFailure)
    case staleness(Staleness)
  }

  package var elements: [Element]

  package init(elements: [Element]) {
    self.elements = elements
  }
}

/// Turns the lines between the braces of a `Pipeline` into its content.
@resultBuilder
public enum PipelineBuilder {
  /// Takes a stage.
  public static func buildExpression(_ stage: Stage) -> PipelineContent {
    PipelineContent(elements: [.stage(stage)])
  }

  /// Takes a list of stages.
  public static func buildExpression(_ stages: [Stage]) -> PipelineContent {
    PipelineContent(elements: stages.map { .stage($0) })
  }

  /// Takes the time limit of every script that has no other.
  public static func buildExpression(_ timeout: Timeout) -> PipelineContent {
    PipelineContent(elements: [.timeout(timeout)])
  }

  /// Takes a variable that every stage is given.
  public static func buildExpression(_ environment: Environment) -> PipelineContent {
    PipelineContent(elements: [.environment([environment])])
  }

  /// Takes how failed attempts of every stage that says nothing else are followed by others.
  public static func buildExpression(_ retry: Retry) -> PipelineContent {
    PipelineContent(elements: [.retry(retry)])
  }

  /// Takes how many stages may run at once.
  public static func buildExpression(_ jobs: Jobs) -> PipelineContent {
    PipelineContent(elements: [.jobs(jobs)])
  }

  /// Takes how much of each resource there is.
  public static func buildExpression(_ limits: Limits) -> PipelineContent {
    PipelineContent(elements: [.limits(limits.all)])
  }

  /// Takes what becomes of the outputs of failed attempts of every stage that says nothing else.
  public static func buildExpression(_ choice: OnFailure) -> PipelineContent {
    PipelineContent(elements: [.onFailure(choice)])
  }

  /// Takes by what it shows that a file has changed, for every stage that says nothing else.
  public static func buildExpression(_ choice: Staleness) -> PipelineContent {
    PipelineContent(elements: [.staleness(choice)])
  }

  /// Says where `Resources` belongs.
  @available(
    *,
    unavailable,
    message: "`Resources` stands in a `Stage`; how much there is for all stands in `Limits`"
  )
  public static func buildExpression(_ resources: Resources) -> PipelineContent {
    PipelineContent(elements: [])
  }

  /// Says where `Exclusive` belongs.
  @available(*, unavailable, message: "`Exclusive` stands in a `Stage`")
  public static func buildExpression(_ exclusive: Exclusive) -> PipelineContent {
    PipelineContent(elements: [])
  }

  /// Says where `Uses` belongs.
  @available(*, unavailable, message: "`Uses` stands in a `Stage`")
  public static func buildExpression(_ uses: Uses) -> PipelineContent {
    PipelineContent(elements: [])
  }

  /// Says where `Priority` belongs.
  @available(*, unavailable, message: "`Priority` stands in a `Stage`")
  public static func buildExpression(_ priority: Priority) -> PipelineContent {
    PipelineContent(elements: [])
  }

  /// Joins the lines of a block.
  public static func buildBlock(_ parts: PipelineContent...) -> PipelineContent {
    buildArray(parts)
  }

  /// Joins the turns of a loop.
  public static func buildArray(_ parts: [PipelineContent]) -> PipelineContent {
    PipelineContent(elements: parts.flatMap(\.elements))
  }

  /// Takes an `if` without `else`.
  public static func buildOptional(_ part: PipelineContent?) -> PipelineContent {
    part ?? PipelineContent(elements: [])
  }

  /// Takes the first branch of an `if` or a `switch`.
  public static func buildEither(first part: PipelineContent) -> PipelineContent { part }

  /// Takes the other branch of an `if` or a `switch`.
  public static func buildEither(second part: PipelineContent) -> PipelineContent { part }

  /// Takes a branch under `if #available`.
  public static func buildLimitedAvailability(_ part: PipelineContent) -> PipelineContent { part }
}
