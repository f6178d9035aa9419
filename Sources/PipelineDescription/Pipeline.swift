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
public typealias PipelineContent = ClauseContent<Pipeline>

/// Turns the lines between the braces of a `Pipeline` into its content.
public typealias PipelineBuilder = ClauseBuilder<Pipeline>

extension PipelineBuilder {
  /// Takes a clause or a stage.
  public static func buildExpression(_ clause: some PipelineClause) -> PipelineContent {
    clause.pipelineContent
  }

  /// Takes a list of stages.
  public static func buildExpression(_ stages: [Stage]) -> PipelineContent {
    PipelineContent { $0.stages += stages }
  }
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
