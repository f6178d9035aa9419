/// A named unit of work: scripts in order, what they read, what they write, and what they wait for.
public struct Stage: Sendable, Equatable {
  /// The name, unique in the pipeline whatever its case.
  public let name: String
  /// One sentence on what the stage does, for people.
  public let summary: String
  /// The scripts and commands, in the order in which they run.
  package var steps: [Step]
  /// The inputs that no script names among its arguments.
  package var declaredInputs: [Input]
  /// The outputs that no script names among its arguments.
  package var declaredOutputs: [Output]
  /// The stages this one waits for by name.
  package var upstream: [Upstream.Reference]
  /// What must be there outside the pipeline.
  package var externals: [External]
  /// The time limit of each script; `nil` leaves it to the pipeline.
  package var timeout: Timeout?
  /// Variables that the scripts are given or depend on.
  package var environment: [Environment]
  /// The parameters that the scripts are handed, beside those that commands name.
  package var declaredUses: [Uses.Reference]
  /// How a failed attempt is followed by others; `nil` leaves it to the pipeline.
  package var retry: Retry?
  /// What the stage takes while it runs.
  package var resources: [ResourceAmount]
  /// What only one stage at a time may use.
  package var exclusives: [Exclusive]
  /// Which of the stages that could start goes first; `nil` is 0.
  package var priority: Priority?
  /// What becomes of a failed attempt's outputs; `nil` leaves it to the pipeline.
  package var onFailure: OnFailure?
  /// By what it shows that a file has changed; `nil` leaves it to the pipeline.
  package var staleness: Staleness?
  /// The line of the manifest on which the stage is declared.
  package var line: Int

  /// Declares a stage.
  ///
  /// - Parameters:
  ///   - name: Letters, digits, `.`, `_` and `-`, 1 to 100 of them, not beginning with `-` or `.`.
  ///   - summary: One sentence on what the stage does.
  ///   - line: The line of the declaration; leave it out.
  ///   - content: The clauses: `Script`, `Command`, `Inputs`, `Outputs`, `Upstream`, `External`,
  ///     `Timeout`, `Environment`, `Uses`, `Retry`, `Resources`, `Exclusive`, `Priority`, `OnFailure`,
  ///     `Staleness`.
  public init(
    _ name: String,
    _ summary: String = "",
    line: Int = #line,
    @StageBuilder _ content: () -> StageContent
  ) {
    self.init(name, summary, line: line, content: content())
  }

  package init(_ name: String, _ summary: String, line: Int, content: StageContent) {
    self.name = name
    self.summary = summary
    self.line = line
    steps = []
    declaredInputs = []
    declaredOutputs = []
    upstream = []
    externals = []
    environment = []
    declaredUses = []
    resources = []
    exclusives = []
    for clause in content.clauses {
      switch clause {
      case .step(let step): steps.append(step)
      case .inputs(let inputs): declaredInputs += inputs
      case .outputs(let outputs): declaredOutputs += outputs
      case .upstream(let references): upstream += references
      case .external(let external): externals.append(external)
      case .timeout(let timeout): self.timeout = timeout
      case .environment(let variable): environment.append(variable)
      case .uses(let references): declaredUses += references
      case .retry(let retry): self.retry = retry
      case .resources(let amounts): resources += amounts
      case .exclusive(let exclusive): exclusives.append(exclusive)
      case .priority(let priority): self.priority = priority
      case .onFailure(let choice): onFailure = choice
      case .staleness(let choice): staleness = choice
      }
    }
  }

  /// Everything the stage reads beside its scripts: declared by using, then declared apart.
  package var inputs: [Input] { steps.flatMap(\.inputs) + declaredInputs }

  /// The parameters that the scripts are handed as variables: named by commands, then declared apart.
  package var uses: [Uses.Reference] { steps.flatMap(\.uses) + declaredUses }

  /// Everything the stage writes: declared by using, then declared apart.
  package var outputs: [Output] { steps.flatMap(\.outputs) + declaredOutputs }
}
