internal import PipelineDescription
package import PipelinePlanning

extension GraphFault {
  /// Returns a message about the fault, with its place in the manifest.
  ///
  /// `manifest` is the manifest's path in messages. `files` are the pipeline's files, indexed by `Place.file`.
  package func message(manifest: String, files: [String] = []) -> Message {
    let place = ManifestPlace(manifest: manifest, files: files)
    let declared = (label: "declared", value: place.text(self.place))
    switch self {
    case .noStages:
      return Message("the pipeline has no stages", facts: [declared])
        .with(hint: "declare one: `Stage(\"name\") { Command(\"…\") }`")
    case .badStageName(let name, _):
      return Message(
        name.isEmpty ? "a stage has no name" : "\(name.ticked) cannot be the name of a stage",
        facts: [declared],
        hint: plainNameHint
      )
    case .duplicateStage(let name, _, let other, let otherPlace):
      return Message(
        name == other
          ? "two stages are called \(name.ticked)"
          : "stages \(other.ticked) and \(name.ticked) differ only in case",
        facts: [declared, ("first", place.text(otherPlace))],
        hint: "rename one of them"
      )
    case .noSteps(let stage, _):
      return Message("stage \(stage.ticked) has neither a script nor a command", facts: [declared])
        .with(hint: "add a `Script(…)` or a `Command(…)`")
    case .emptyStep(let stage, _):
      return Message("stage \(stage.ticked) has a script or a command without text")
        .with(facts: [declared])
    case .badTimeout(let stage, let seconds, _):
      return Message("\(ownerText(stage)) has a timeout that is not positive and finite")
        .with(facts: [("timeout", "\(seconds) s"), declared])
        .with(hint: "write `Timeout(minutes: 10)`, or `Timeout.never` for no limit")
    case .badVariable(let stage, let name, _):
      return Message("\(ownerText(stage)) declares a variable that no environment can hold")
        .with(facts: [("variable", name.ticked), declared])
        .with(hint: "a name is not empty and has no `=`; neither name nor value has a NUL byte")
    case .duplicateVariable(let stage, let name, _):
      return Message("\(ownerText(stage)) declares the variable \(name.ticked) twice")
        .with(facts: [declared])
        .with(hint: "remove one of the two")
    case .emptyPath(let stage, _):
      return Message("stage \(stage.ticked) has a path or a name without text", facts: [declared])
    case .nulByte(let stage, _):
      return Message("stage \(stage.ticked) has a text with a NUL byte, which nothing can be given")
        .with(facts: [declared])
    case .unknownUpstream(let stage, let name, let nearest, _):
      return Message("stage \(stage.ticked) waits for \(name.ticked), and there is no such stage")
        .with(facts: [declared] + (nearest.map { [("nearest", $0)] } ?? []))
        .with(nearest: nearest, else: "declare the stage, or remove the name from `Upstream`")
    case .cycle(let links): return CycleWording(links: links, place: place).message
    case .recursiveGlobInCommand(let stage, let path, _):
      return Message(
        "a command of stage \(stage.ticked) has a glob with `**`, which `sh` reads as `*`",
        facts: [("input", path), declared],
        hint: "declare it with `Inputs(…)`, and find the files in the command: `find … -name …`"
      )
    case .retry(let fault): return fault.message(place)
    case .badJobs(let count, _):
      return Message("the pipeline has a number of jobs that is not from 1 to a million")
        .with(facts: [("jobs", "\(count)"), declared])
        .with(hint: "leave `Jobs` out for as many as the machine has cores")
    case .resource(let fault): return fault.message(place)
    case .parameter(let fault): return fault.message(place)
    case .outputIsGlob, .outputOutsideRoot, .outputIsRoot, .outputIsManifest, .outputInState,
      .outputIsInput, .outputIsScript, .duplicateOutput, .outputInsideOutput:
      return outputMessage(place)
    }
  }
}

/// Returns the owner of a declaration: `` stage `a` ``, or the pipeline.
func ownerText(_ stage: String?) -> String {
  stage.map { "stage \($0.ticked)" } ?? "the pipeline"
}

/// The hint about valid names of stages and resources.
let plainNameHint = "use 1 to 100 letters, digits, `.`, `_` and `-`, the first no `-` and no `.`"

/// A formatter for places of declarations in messages.
struct ManifestPlace {
  /// The manifest's path as messages show it.
  var manifest: String
  /// The pipeline's files, indexed by `Place.file`.
  var files: [String] = []

  /// Returns the path and line, `Pipeline.swift:31`; only the path if the line is unknown.
  func text(_ place: Place) -> String {
    let number = Int(place.file)
    let path = (files.indices.contains(number) ? files[number] : manifest).printable
    return place.line > 0 ? "\(path):\(place.line)" : path
  }
}
