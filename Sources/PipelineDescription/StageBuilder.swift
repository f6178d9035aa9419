/// What stands between the braces of a `Stage`; the compiler makes it, nobody writes it.
public struct StageContent: Sendable {
  package enum Clause: Sendable {
    case step(Step)
    case inputs([Input])
    case outputs([Output])
    case upstream([Upstream.Reference])
    case external(External)
    case timeout(Timeout)
    case environment(Environment)
    case uses([Uses.Reference])
    case retry(Retry)
    case resources([ResourceAmount])
    case exclusive(Exclusive)
    case priority(Priority)
    case onFailure(OnFailure)
    case staleness(Staleness)
  }

  package var clauses: [Clause]

  package init(clauses: [Clause]) {
    self.clauses = clauses
  }
}

/// Turns the clauses between the braces of a `Stage` into its content.
@resultBuilder
public enum StageBuilder {
  /// Takes a script.
  public static func buildExpression(_ script: Script) -> StageContent {
    StageContent(clauses: [.step(.script(script))])
  }

  /// Takes a command.
  public static func buildExpression(_ command: Command) -> StageContent {
    StageContent(clauses: [.step(.command(command))])
  }

  /// Takes inputs.
  public static func buildExpression(_ inputs: Inputs) -> StageContent {
    StageContent(clauses: [.inputs(inputs.all)])
  }

  /// Takes outputs.
  public static func buildExpression(_ outputs: Outputs) -> StageContent {
    StageContent(clauses: [.outputs(outputs.all)])
  }

  /// Takes upstream stages.
  public static func buildExpression(_ upstream: Upstream) -> StageContent {
    StageContent(clauses: [.upstream(upstream.references)])
  }

  /// Takes something that must be there outside the pipeline.
  public static func buildExpression(_ external: External) -> StageContent {
    StageContent(clauses: [.external(external)])
  }

  /// Takes the time limit of each script.
  public static func buildExpression(_ timeout: Timeout) -> StageContent {
    StageContent(clauses: [.timeout(timeout)])
  }

  /// Takes a variable.
  public static func buildExpression(_ environment: Environment) -> StageContent {
    StageContent(clauses: [.environment(environment)])
  }

  /// Takes the parameters that the scripts are handed.
  public static func buildExpression(_ uses: Uses) -> StageContent {
    StageContent(clauses: [.uses(uses.references)])
  }

  /// Takes how a failed attempt is followed by others.
  public static func buildExpression(_ retry: Retry) -> StageContent {
    StageContent(clauses: [.retry(retry)])
  }

  /// Takes what the stage takes while it runs.
  public static func buildExpression(_ resources: Resources) -> StageContent {
    StageContent(clauses: [.resources(resources.all)])
  }

  /// Takes something that only one stage at a time may use.
  public static func buildExpression(_ exclusive: Exclusive) -> StageContent {
    StageContent(clauses: [.exclusive(exclusive)])
  }

  /// Takes the priority.
  public static func buildExpression(_ priority: Priority) -> StageContent {
    StageContent(clauses: [.priority(priority)])
  }

  /// Takes what becomes of a failed attempt's outputs.
  public static func buildExpression(_ choice: OnFailure) -> StageContent {
    StageContent(clauses: [.onFailure(choice)])
  }

  /// Takes by what it shows that a file has changed.
  public static func buildExpression(_ choice: Staleness) -> StageContent {
    StageContent(clauses: [.staleness(choice)])
  }

  /// Says where `Jobs` belongs.
  @available(*, unavailable, message: "`Jobs` stands in the `Pipeline`, not in a `Stage`")
  public static func buildExpression(_ jobs: Jobs) -> StageContent {
    StageContent(clauses: [])
  }

  /// Says where `Limits` belongs.
  @available(*, unavailable, message: "`Limits` stands in the `Pipeline`, not in a `Stage`")
  public static func buildExpression(_ limits: Limits) -> StageContent {
    StageContent(clauses: [])
  }

  /// Joins the lines of a block.
  public static func buildBlock(_ parts: StageContent...) -> StageContent {
    buildArray(parts)
  }

  /// Joins the turns of a loop.
  public static func buildArray(_ parts: [StageContent]) -> StageContent {
    StageContent(clauses: parts.flatMap(\.clauses))
  }

  /// Takes an `if` without `else`.
  public static func buildOptional(_ part: StageContent?) -> StageContent {
    part ?? StageContent(clauses: [])
  }

  /// Takes the first branch of an `if` or a `switch`.
  public static func buildEither(first part: StageContent) -> StageContent { part }

  /// Takes the other branch of an `if` or a `switch`.
  public static func buildEither(second part: StageContent) -> StageContent { part }

  /// Takes a branch under `if #available`.
  public static func buildLimitedAvailability(_ part: StageContent) -> StageContent { part }
}
