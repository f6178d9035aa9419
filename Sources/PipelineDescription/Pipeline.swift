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
  package var stages: [Stage] = []
  /// The time limit of scripts of stages that have no other.
  package var timeout: Timeout?
  /// Variables that every stage is given.
  package var environment: [Environment] = []
  /// The retries of stages without a `Retry` of their own.
  package var retry: Retry?
  /// How many stages may run at once; nil leaves it to the machine.
  package var jobs: Jobs?
  /// How much there is of resources; of those not named here, what the machine has.
  package var limits: [ResourceAmount] = []
  /// The treatment of a failed attempt's outputs, for stages without an `OnFailure` of their own.
  package var onFailure: OnFailure?
  /// How a changed file is recognized, for stages that say nothing else.
  package var staleness: Staleness?
  /// The parameters, in the order of declaration.
  package var parameters: [ParameterDeclaration] = []
  /// The files that places name by number; empty where the manifest is the only one.
  package var files: [String] = []
  /// Where the pipeline is declared.
  package var place: Place

  /// Declares a pipeline.
  ///
  /// - Parameters:
  ///   - name: The name shown at the top of every run.
  ///   - fileID: The file of the declaration; leave it out.
  ///   - line: The line of the declaration; leave it out.
  ///   - content: Stages; a `Timeout`, a `Retry`, an `OnFailure`, a `Staleness` or an `Environment` that
  ///     holds for all of them; `Jobs` and `Limits`.
  public init(
    _ name: String,
    fileID: StaticString = #fileID,
    line: Int = #line,
    @PipelineBuilder _ content: () -> PipelineContent
  ) {
    self.init(name, place: Place(fileID, line), content: content())
  }

  package init(_ name: String, place: Place, content: PipelineContent) {
    self.name = name
    self.place = place
    for add in content.clauses { add(&self) }
  }

  /// The pipeline without its stages: what holds for each of them, and for all together.
  package var withoutStages: Pipeline {
    var pipeline = self
    pipeline.stages = []
    return pipeline
  }
}

extension Stage: PipelineClause {
  /// One stage more.
  public var pipelineContent: PipelineContent { PipelineContent { $0.stages.append(self) } }
}

/// A clause that may stand between the braces of a `Pipeline`.
public protocol PipelineClause {
  /// The clause as content of a pipeline.
  var pipelineContent: PipelineContent { get }
}

/// The content between the braces of a `Pipeline`; the compiler makes it.
public struct PipelineContent: Sendable {
  /// For each clause, what adds it to a pipeline.
  package var clauses: [@Sendable (inout Pipeline) -> Void] = []

  /// Makes content without clauses.
  package init() {}

  /// Makes the content of one clause.
  package init(_ add: @escaping @Sendable (inout Pipeline) -> Void) {
    clauses = [add]
  }
}

/// Turns the lines between the braces of a `Pipeline` into its content.
@resultBuilder
public enum PipelineBuilder {
  /// Takes a clause or a stage.
  public static func buildExpression(_ clause: some PipelineClause) -> PipelineContent {
    clause.pipelineContent
  }

  /// Takes a list of stages.
  public static func buildExpression(_ stages: [Stage]) -> PipelineContent {
    PipelineContent { $0.stages += stages }
  }

  /// Joins the lines of a block.
  public static func buildBlock(_ parts: PipelineContent...) -> PipelineContent {
    buildArray(parts)
  }

  /// Joins the turns of a loop.
  public static func buildArray(_ parts: [PipelineContent]) -> PipelineContent {
    var content = PipelineContent()
    content.clauses = parts.flatMap(\.clauses)
    return content
  }

  /// Takes an `if` without `else`.
  public static func buildOptional(_ part: PipelineContent?) -> PipelineContent {
    part ?? PipelineContent()
  }

  /// Takes the first branch of an `if` or a `switch`.
  public static func buildEither(first part: PipelineContent) -> PipelineContent { part }

  /// Takes the other branch of an `if` or a `switch`.
  public static func buildEither(second part: PipelineContent) -> PipelineContent { part }

  /// Takes a branch under `if #available`.
  public static func buildLimitedAvailability(_ part: PipelineContent) -> PipelineContent { part }
}

/// The manifest as data: what `pipeline manifest --json` prints and `pipeline.json` holds.
///
/// A compiled manifest hands its pipeline to the tool in the form with places, which has a `line`
/// beside everything that a message may point at.
extension Pipeline {
  /// Writes the pipeline as one JSON object.
  ///
  /// - Parameters:
  ///   - writer: The writer.
  ///   - lines: Whether to write places, too.
  ///   - fileName: Names the file of a place by its number.
  package func write(
    to writer: inout JSONWriter,
    lines: Bool,
    fileName: @escaping (Int32) -> String = Place.fileID(of:)
  ) {
    let outer = ManifestForm(fileName: lines ? fileName : nil)
    writer.object { writer in
      writer.string(name, for: "name")
      outer.place(place, to: &writer)
      let form = outer.inside(place)
      form.parameters(parameters, to: &writer)
      form.timeout(timeout, to: &writer)
      form.retry(retry, to: &writer)
      form.jobs(jobs, to: &writer)
      form.amounts("limits", limits, to: &writer)
      form.choice("on_failure", onFailure, to: &writer)
      form.choice("staleness", staleness, to: &writer)
      form.environment(environment, to: &writer)
      writer.key("stages")
      writer.array { writer in
        for stage in stages { form.stage(stage, to: &writer) }
      }
    }
  }
}
