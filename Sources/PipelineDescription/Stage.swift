/// A named unit of work: scripts in order, what they read, what they write, and what they wait for.
public struct Stage: Sendable, Equatable {
  /// The name, unique in the pipeline whatever its case.
  public let name: String
  /// One sentence on what the stage does, for people.
  public let summary: String
  /// The scripts and commands, in the order in which they run.
  package var steps: [Step] = []
  /// The inputs that no script names among its arguments.
  package var declaredInputs: [Input] = []
  /// The outputs that no script names among its arguments.
  package var declaredOutputs: [Output] = []
  /// The stages this one waits for by name.
  package var upstream: [NameReference] = []
  /// What must be there outside the pipeline.
  package var externals: [External] = []
  /// The time limit of each script; nil leaves it to the pipeline.
  package var timeout: Timeout?
  /// Variables that the scripts are given or depend on.
  package var environment: [Environment] = []
  /// The parameters that the scripts get, apart from those that commands name.
  package var declaredUses: [NameReference] = []
  /// How a failed attempt is repeated; nil leaves it to the pipeline.
  package var retry: Retry?
  /// What the stage takes while it runs.
  package var resources: [ResourceAmount] = []
  /// What only one stage at a time may use.
  package var exclusives: [Exclusive] = []
  /// Which of the stages that could start goes first; nil is 0.
  package var priority: Priority?
  /// What becomes of a failed attempt's outputs; nil leaves it to the pipeline.
  package var onFailure: OnFailure?
  /// How a changed file is recognized; nil leaves it to the pipeline.
  package var staleness: Staleness?
  /// Where the stage is declared; the stages of a loop have the same place, and are a family.
  package var place: Place

  /// Declares a stage.
  ///
  /// - Parameters:
  ///   - name: Letters, digits, `.`, `_` and `-`, 1 to 100 of them, not beginning with `-` or `.`.
  ///   - summary: One sentence on what the stage does.
  ///   - fileID: The file of the declaration; leave it out.
  ///   - line: The line of the declaration; leave it out.
  ///   - content: The clauses: `Script`, `Command`, `Inputs`, `Outputs`, `Upstream`, `External`,
  ///     `Timeout`, `Environment`, `Uses`, `Retry`, `Resources`, `Exclusive`, `Priority`, `OnFailure`,
  ///     `Staleness`.
  public init(
    _ name: String,
    _ summary: String = "",
    fileID: StaticString = #fileID,
    line: Int = #line,
    @StageBuilder _ content: () -> StageContent
  ) {
    self.init(name, summary, place: Place(fileID, line), content: content())
  }

  package init(_ name: String, _ summary: String, place: Place, content: StageContent) {
    self.name = name
    self.summary = summary
    self.place = place
    for add in content.clauses { add(&self) }
  }

  /// Everything the stage reads apart from its scripts: what its steps name, then what it declares.
  package var inputs: [Input] { steps.flatMap(\.inputs) + declaredInputs }

  /// The parameters that the scripts get as variables: what commands name, then what it declares.
  package var uses: [NameReference] { steps.flatMap(\.uses) + declaredUses }

  /// Everything the stage writes: what its steps name, then what it declares.
  package var outputs: [Output] { steps.flatMap(\.outputs) + declaredOutputs }
}

/// A clause that may stand between the braces of a `Stage`.
public protocol StageClause {
  /// The clause as content of a stage.
  var stageContent: StageContent { get }
}

/// The content between the braces of a `Stage`; the compiler makes it.
public struct StageContent: Sendable {
  /// For each clause, what adds it to a stage.
  package var clauses: [@Sendable (inout Stage) -> Void] = []

  /// Makes content without clauses.
  package init() {}

  /// Makes the content of one clause.
  package init(_ add: @escaping @Sendable (inout Stage) -> Void) {
    clauses = [add]
  }
}

/// Turns the clauses between the braces of a `Stage` into its content.
@resultBuilder
public enum StageBuilder {
  /// Takes a clause.
  public static func buildExpression(_ clause: some StageClause) -> StageContent {
    clause.stageContent
  }

  /// Joins the lines of a block.
  public static func buildBlock(_ parts: StageContent...) -> StageContent {
    buildArray(parts)
  }

  /// Joins the turns of a loop.
  public static func buildArray(_ parts: [StageContent]) -> StageContent {
    var content = StageContent()
    content.clauses = parts.flatMap(\.clauses)
    return content
  }

  /// Takes an `if` without `else`.
  public static func buildOptional(_ part: StageContent?) -> StageContent {
    part ?? StageContent()
  }

  /// Takes the first branch of an `if` or a `switch`.
  public static func buildEither(first part: StageContent) -> StageContent { part }

  /// Takes the other branch of an `if` or a `switch`.
  public static func buildEither(second part: StageContent) -> StageContent { part }

  /// Takes a branch under `if #available`.
  public static func buildLimitedAvailability(_ part: StageContent) -> StageContent { part }
}

extension ManifestForm {
  /// Writes a stage, its clauses in the order that `pipeline manifest --json` shows.
  func stage(_ stage: Stage, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(stage.name, for: "name")
      if !stage.summary.isEmpty {
        writer.string(stage.summary, for: "summary")
      }
      place(stage.place, to: &writer)
      let form = inside(stage.place)
      form.names("upstream", stage.upstream, to: &writer)
      form.externals(stage.externals, to: &writer)
      form.steps(stage.steps, to: &writer)
      form.inputs(stage.declaredInputs, to: &writer)
      form.outputs(stage.declaredOutputs, to: &writer)
      form.timeout(stage.timeout, to: &writer)
      form.retry(stage.retry, to: &writer)
      form.amounts("resources", stage.resources, to: &writer)
      form.exclusives(stage.exclusives, to: &writer)
      form.priority(stage.priority, to: &writer)
      form.choice("on_failure", stage.onFailure, to: &writer)
      form.choice("staleness", stage.staleness, to: &writer)
      form.environment(stage.environment, to: &writer)
      form.names("uses", stage.declaredUses, to: &writer)
    }
  }
}
