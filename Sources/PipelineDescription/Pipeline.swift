/// A named set of stages, which a manifest declares as the global `pipeline`.
///
/// ```swift
/// let pipeline = Pipeline("retrospective") {
///   Stage("extraction", "Read the raw transcripts") {
///     Script("stages/extract.py", .input("data/raw/**/*.jsonl"), .output("data/sessions.json"))
///   }
/// }
/// ```
public struct Pipeline: Sendable, Equatable {
  /// The name, which every run shows at its top.
  public let name: String
  /// The stages, in the order of declaration.
  package var stages: [Stage] = []
  /// The time limit of scripts in stages without a `Timeout` of their own.
  package var timeout: Timeout?
  /// The environment variables of every stage.
  package var environment: [Environment] = []
  /// The retries of stages without a `Retry` of their own.
  package var retry: Retry?
  /// The number of stages that may run at once; nil means the number of cores.
  package var jobs: Jobs?
  /// The limits of resources; without an entry, the machine limits cores and memory.
  package var limits: [ResourceAmount] = []
  /// The treatment of a failed attempt's outputs, for stages without an `OnFailure` of their own.
  package var onFailure: OnFailure?
  /// The rule that recognizes a changed file, for stages without a `Staleness` of their own.
  package var staleness: Staleness?
  /// The parameters, in the order of declaration.
  package var parameters: [ParameterDeclaration] = []
  /// The files of the manifest, which places refer to by number; empty if there is only one.
  package var files: [String] = []
  package var place: Place

  /// Declares a pipeline.
  ///
  /// - Parameters:
  ///   - name: The name, which every run shows at its top.
  ///   - fileID: The file of the declaration. Leave it out: the compiler fills it in.
  ///   - line: The line of the declaration. Leave it out: the compiler fills it in.
  ///   - content: The stages, and the clauses of the pipeline. `Timeout`, `Retry`, `OnFailure`, `Staleness`
  ///     and `Environment` apply to all stages. `Jobs` and `Limits` apply to the whole run.
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

  /// The pipeline without its stages: only the defaults and the limits.
  package var withoutStages: Pipeline {
    var pipeline = self
    pipeline.stages = []
    return pipeline
  }
}

extension Stage: PipelineClause {
  /// Content that adds this stage to a pipeline.
  public var pipelineContent: PipelineContent { PipelineContent { $0.stages.append(self) } }
}

/// A clause that you can write between the braces of a `Pipeline`.
public protocol PipelineClause {
  /// The clause as content of a pipeline.
  var pipelineContent: PipelineContent { get }
}

/// The content between the braces of a `Pipeline`, which the compiler collects with `PipelineBuilder`.
public struct PipelineContent: Sendable {
  /// One function for each clause, which adds the clause to a pipeline.
  package var clauses: [@Sendable (inout Pipeline) -> Void] = []

  package init() {}

  /// Creates the content of one clause.
  package init(_ add: @escaping @Sendable (inout Pipeline) -> Void) {
    clauses = [add]
  }
}

/// Builds the content of a `Pipeline` from the lines between its braces.
@resultBuilder
public enum PipelineBuilder {
  /// Accepts a stage or another clause.
  public static func buildExpression(_ clause: some PipelineClause) -> PipelineContent {
    clause.pipelineContent
  }

  /// Accepts a list of stages.
  public static func buildExpression(_ stages: [Stage]) -> PipelineContent {
    PipelineContent { $0.stages += stages }
  }

  /// Joins the lines of a block.
  public static func buildBlock(_ parts: PipelineContent...) -> PipelineContent {
    buildArray(parts)
  }

  /// Joins the passes of a `for` loop.
  public static func buildArray(_ parts: [PipelineContent]) -> PipelineContent {
    var content = PipelineContent()
    content.clauses = parts.flatMap(\.clauses)
    return content
  }

  /// Accepts an `if` without `else`.
  public static func buildOptional(_ part: PipelineContent?) -> PipelineContent {
    part ?? PipelineContent()
  }

  /// Accepts the first branch of an `if` or a `switch`.
  public static func buildEither(first part: PipelineContent) -> PipelineContent { part }

  /// Accepts the other branch of an `if` or a `switch`.
  public static func buildEither(second part: PipelineContent) -> PipelineContent { part }

  /// Accepts a branch under `if #available`.
  public static func buildLimitedAvailability(_ part: PipelineContent) -> PipelineContent { part }
}

/// The JSON form of a manifest, which `pipeline manifest --json` prints and `pipeline.json` holds.
///
/// A compiled manifest sends its pipeline to the tool in the form with places. That form has a `line`
/// beside everything that a message may refer to.
extension Pipeline {
  /// Writes the pipeline as one JSON object.
  ///
  /// - Parameters:
  ///   - writer: The writer.
  ///   - lines: Whether to write places, too.
  ///   - fileName: Returns the name of a file from the number in a place.
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
