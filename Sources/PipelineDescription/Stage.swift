/// A named unit of work, which consists of scripts that run in order, with inputs, outputs and dependencies.
public struct Stage: Sendable, Equatable {
  /// The name, which is unique in the pipeline even if letter case is ignored.
  public let name: String
  /// One sentence that tells readers what the stage does.
  public let summary: String
  /// In the order in which they run.
  package var steps: [Step] = []
  /// The inputs that `Inputs` declares, without those that the steps name.
  package var declaredInputs: [Input] = []
  package var declaredOutputs: [Output] = []
  /// Only the stages that `Upstream` names; inputs add further dependencies.
  package var upstream: [NameReference] = []
  package var externals: [External] = []
  /// Nil means the `timeout` of the pipeline.
  package var timeout: Timeout?
  package var environment: [Environment] = []
  package var declaredUses: [NameReference] = []
  /// Nil means the `retry` of the pipeline.
  package var retry: Retry?
  package var resources: [ResourceAmount] = []
  package var exclusives: [Exclusive] = []
  /// Nil means 0.
  package var priority: Priority?
  /// Nil means the `onFailure` of the pipeline.
  package var onFailure: OnFailure?
  /// Nil means the `staleness` of the pipeline.
  package var staleness: Staleness?
  /// Nil means the shell of the pipeline.
  package var shell: Shell?
  package var place: Place

  /// Declares a stage with its clauses.
  ///
  /// - Parameters:
  ///   - name: 1 to 100 letters, digits, `.`, `_` or `-`; the first is not `-` or `.`.
  ///   - summary: One sentence that tells readers what the stage does.
  ///   - fileID: The file of the declaration. Leave it out, because the compiler fills it in.
  ///   - line: The line of the declaration. Leave it out, too.
  ///   - content: The clauses: `Script`, `Command`, `Inputs`, `Outputs`, `Upstream`, `External`,
  ///     `Timeout`, `Environment`, `Uses`, `Retry`, `Resources`, `Exclusive`, `Priority`, `OnFailure`,
  ///     `Staleness`, `Shell`.
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

  /// The inputs that steps name, then those of `Inputs`; the files of the scripts are not included.
  package var inputs: [Input] { steps.flatMap(\.inputs) + declaredInputs }

  /// The parameters that commands name, then those of `Uses`; steps get them as environment variables.
  package var uses: [NameReference] { steps.flatMap(\.uses) + declaredUses }

  package var outputs: [Output] { steps.flatMap(\.outputs) + declaredOutputs }
}

/// A clause that you can write between the braces of a `Stage`.
public protocol StageClause {
  /// The clause as content of a stage.
  var stageContent: StageContent { get }
}

/// The content between the braces of a `Stage`, which the compiler collects with `StageBuilder`.
public struct StageContent: Sendable {
  /// The functions that add the clauses to a stage, one for each clause.
  package var clauses: [@Sendable (inout Stage) -> Void] = []

  package init() {}

  package init(_ add: @escaping @Sendable (inout Stage) -> Void) {
    clauses = [add]
  }
}

/// Builds the content of a `Stage` from the clauses between its braces.
@resultBuilder
public enum StageBuilder {
  /// Accepts a clause.
  public static func buildExpression(_ clause: some StageClause) -> StageContent {
    clause.stageContent
  }

  /// Joins the clauses of a block.
  public static func buildBlock(_ parts: StageContent...) -> StageContent {
    buildArray(parts)
  }

  /// Joins the clauses of all passes of a `for` loop.
  public static func buildArray(_ parts: [StageContent]) -> StageContent {
    var content = StageContent()
    content.clauses = parts.flatMap(\.clauses)
    return content
  }

  /// Accepts an `if` without `else`.
  public static func buildOptional(_ part: StageContent?) -> StageContent {
    part ?? StageContent()
  }

  /// Accepts the first branch of an `if` or a `switch`.
  public static func buildEither(first part: StageContent) -> StageContent { part }

  /// Accepts the other branch of an `if` or a `switch`.
  public static func buildEither(second part: StageContent) -> StageContent { part }

  /// Accepts a branch under `if #available`.
  public static func buildLimitedAvailability(_ part: StageContent) -> StageContent { part }
}

extension ManifestForm {
  /// Writes a stage; `pipeline manifest --json` shows the clauses in this order.
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
      form.shell(stage.shell, to: &writer)
      form.environment(stage.environment, to: &writer)
      form.names("uses", stage.declaredUses, to: &writer)
    }
  }
}
