import PipelineDescription

/// A stage of a simulated pipeline: the manifest's stage and the model's are both made from it.
struct StageSpec: Equatable, Sendable {
  /// Names the outputs and the script, also after the stage was renamed.
  var id: Int
  var name: String
  /// The argument of the script, or the text of the command.
  var version = 1
  var isCommand = false
  var inputs: [String] = []
  var except: [String] = []
  var outputs: [String] = []
  var upstream: [String] = []
  /// Variables that the stage takes from the environment of the caller.
  var variables: [String] = []
  /// The value of a variable that the manifest sets.
  var setting: Int?
  var usesParameter = false
  var retries: Int?
  var onFailure: OnFailure?
  var staleness: Staleness?
  var exclusive: String?
  /// How many of the pipeline's tokens the stage takes.
  var tokens: Int?
  var priority: Int?
  /// A file among its inputs that the script writes anew.
  var rewritten: String?

  var script: String { "code/s\(id).sh" }

  /// The stage as the manifest declares it.
  var stage: Stage {
    Stage(name) {
      if isCommand {
        Command(commandText)
      } else if usesParameter {
        Script(script, version, Argument(.parameter, "level"))
      } else {
        Script(script, version)
      }
      if !except.isEmpty {
        Inputs(inputs, except: except)
      } else if !inputs.isEmpty {
        Inputs(inputs)
      }
      if !outputs.isEmpty { Outputs(outputs) }
      if !upstream.isEmpty { Upstream(upstream) }
      for name in variables { Environment(name) }
      if let setting { Environment("SETTING", setting) }
      if let retries { Retry(retries, delay: .milliseconds(250), upTo: .seconds(2)) }
      if let onFailure { OnFailure(onFailure) }
      if let staleness { Staleness(staleness) }
      if let exclusive { Exclusive(exclusive) }
      if let tokens { Resources(["token": tokens]) }
      if let priority { Priority(priority) }
    }
  }

  var commandText: String { "make --version \(version)" }
}

/// A simulated pipeline.
struct PipelineSpec: Equatable, Sendable {
  static let tokenLimit = 3

  var stages: [StageSpec] = []
  var staleness: Staleness?
  var onFailure: OnFailure?
  /// What the parameter `level` is where nothing sets it.
  var level = 1

  /// The pipeline as the manifest declares it.
  var pipeline: Pipeline {
    var pipeline = Pipeline("simulated") {
      if let staleness { Staleness(staleness) }
      if let onFailure { OnFailure(onFailure) }
      Limits(["token": Self.tokenLimit])
      stages.map(\.stage)
    }
    pipeline.parameters = [
      ParameterDeclaration(name: "level", defaultValue: .integer(level), place: Place())
    ]
    return pipeline
  }

  func stage(named name: String) -> StageSpec? { stages.first { $0.name == name } }

  func isByContent(_ stage: StageSpec) -> Bool { (stage.staleness ?? staleness) == .content }

  func response(of stage: StageSpec) -> OnFailure { stage.onFailure ?? onFailure ?? .keep }

  /// Whether a path is an output of some stage, or lies in an output folder.
  func isOutput(_ path: String) -> Bool {
    stages.contains { $0.outputs.contains { Pattern($0).matches(path) } }
  }

  /// The stages whose outputs a stage reads, and those it names.
  func upstream(of stage: StageSpec) -> [StageSpec] {
    stages.filter { other in
      other.id != stage.id && (stage.upstream.contains(other.name) || connects(other, stage))
    }
  }

  /// Whether a stage reads an output of another.
  func connects(_ maker: StageSpec, _ reader: StageSpec) -> Bool {
    maker.outputs.contains { output in
      reader.inputs.contains { Pattern($0).overlaps(Pattern(output)) }
    }
  }

  /// A stage, and all that depend on it.
  func downstream(of first: Set<Int>) -> Set<Int> {
    var reached = first
    while true {
      let more = stages.filter { stage in
        !reached.contains(stage.id) && upstream(of: stage).contains { reached.contains($0.id) }
      }
      if more.isEmpty { return reached }
      reached.formUnion(more.map(\.id))
    }
  }

  /// Stages that are never at rest: they change what they or others read, or declare nothing to go by.
  var restless: Set<Int> {
    let rewritten = stages.compactMap(\.rewritten)
    return downstream(
      of: Set(
        stages.filter { stage in
          rewritten.contains { path in stage.inputs.contains { Pattern($0).matches(path) } }
            || stage.inputs.isEmpty && stage.outputs.isEmpty && stage.upstream.isEmpty
        }.map(\.id)
      )
    )
  }
}

/// What the patterns of simulated pipelines mean, written down once more and apart from the engine: a
/// file, a folder (`a/b/`), or a glob over the files of one folder (`a/b/*`).
struct Pattern {
  enum Kind { case file, folder, glob }

  let kind: Kind
  /// The file, the folder, or the folder of the glob.
  let base: String

  init(_ text: String) {
    if text.hasSuffix("/*") {
      kind = .glob
      base = String(text.dropLast(2))
    } else if text.hasSuffix("/") {
      kind = .folder
      base = String(text.dropLast())
    } else {
      kind = .file
      base = text
    }
  }

  /// Whether a file is among those that the pattern names.
  func matches(_ path: String) -> Bool {
    if kind == .file { return path == base }
    guard path.hasPrefix(base + "/") else { return false }
    return kind == .folder || !path.dropFirst(base.count + 1).contains("/")
  }

  /// Whether an output can lie among the files that the pattern names.
  func overlaps(_ output: Pattern) -> Bool {
    switch (kind, output.kind) {
    case (_, .file): matches(output.base)
    case (.file, _): output.matches(base)
    default:
      base == output.base || (base + "/").hasPrefix(output.base + "/")
        || (output.base + "/").hasPrefix(base + "/")
    }
  }
}
