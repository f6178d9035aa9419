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
  /// The name, which `pipeline` prints at the top of every run.
  public let name: String
  /// In the order of declaration.
  package var stages: [Stage] = []
  package var timeout: Timeout?
  package var environment: [Environment] = []
  package var retry: Retry?
  /// Nil means the number of cores.
  package var jobs: Jobs?
  /// The limits of cores and memory are those of the machine if they have no entry here.
  package var limits: [ResourceAmount] = []
  package var onFailure: OnFailure?
  package var staleness: Staleness?
  package var ignored: [Ignore] = []
  package var shell: Shell?
  /// In the order of declaration.
  package var parameters: [ParameterDeclaration] = []
  /// The files of the manifest, which `Place.file` indexes; empty if there is only one.
  package var files: [String] = []
  package var place: Place

  /// Declares a pipeline with its stages and clauses.
  ///
  /// - Parameters:
  ///   - name: The name, which `pipeline` prints at the top of every run.
  ///   - fileID: The file of the declaration. Leave it out, because the compiler fills it in.
  ///   - line: The line of the declaration. Leave it out, too.
  ///   - content: The stages, and the clauses of the pipeline. `Timeout`, `Retry`, `OnFailure`,
  ///     `Staleness` and `Shell` apply to stages that declare none of their own. `Environment` applies to all stages.
  ///     `Jobs` and `Limits` apply to the whole run.
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
  /// The functions that add the clauses to a pipeline, one for each clause.
  package var clauses: [@Sendable (inout Pipeline) -> Void] = []

  package init() {}

  package init(_ add: @escaping @Sendable (inout Pipeline) -> Void) {
    clauses = [add]
  }
}

/// Builds the content of a `Pipeline` from the clauses between its braces.
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

  /// Joins the clauses of a block.
  public static func buildBlock(_ parts: PipelineContent...) -> PipelineContent {
    buildArray(parts)
  }

  /// Joins the clauses of all passes of a `for` loop.
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

/// The JSON form of a manifest, which `pipeline manifest --json` prints and `pipeline.json` contains.
///
/// A compiled manifest sends its pipeline to the tool in a form with source positions. That form adds a
/// `line` to each part that a message can refer to.
extension Pipeline {
  /// Writes the pipeline as one JSON object, with source positions if `lines` is true.
  ///
  /// `fileName` returns the file name for a `Place.file`.
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
      form.ignored(ignored, to: &writer)
      form.shell(shell, to: &writer)
      form.environment(environment, to: &writer)
      writer.key("stages")
      writer.array { writer in
        for stage in stages { form.stage(stage, to: &writer) }
      }
    }
  }
}
