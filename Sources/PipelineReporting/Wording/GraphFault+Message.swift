internal import PipelineDescription
package import PipelinePlanning

extension GraphFault {
  package func message(manifest: String, files: [String] = []) -> Message {
    let place = ManifestPlace(manifest: manifest, files: files)
    let declared = (label: "declared", value: place.text(self.place))
    func output(_ headline: String, _ path: String) -> Message {
      Message(headline, facts: [("output", path), declared])
    }
    switch self {
    case .noStages:
      return Message("the pipeline has no stages", facts: [declared])
        .with(hint: "declare one, for example `Stage(\"name\") { Command(\"…\") }`")
    case .badStageName(let name, _):
      return Message(
        name.isEmpty ? "a stage has no name" : "\(name.ticked) is not a valid name of a stage",
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
      return Message("stage \(stage.ticked) has an empty script or command")
        .with(facts: [declared])
    case .badTimeout(let stage, let seconds, _):
      return Message("\(ownerText(stage)) has a timeout that is not a positive, finite number")
        .with(facts: [("timeout", "\(seconds) s"), declared])
        .with(hint: "write `Timeout(minutes: 10)`, or `Timeout.never` for no limit")
    case .badVariable(let stage, let name, _):
      return Message("\(ownerText(stage)) declares an invalid environment variable")
        .with(facts: [("variable", name.ticked), declared])
        .with(
          hint:
            "the name must not be empty or contain `=`; name and value must not contain a NUL byte"
        )
    case .duplicateVariable(let stage, let name, _):
      return Message("\(ownerText(stage)) declares the variable \(name.ticked) twice")
        .with(facts: [declared])
        .with(hint: "remove one of the two")
    case .emptyPath(let stage, _):
      return Message("stage \(stage.ticked) declares an empty path or name", facts: [declared])
    case .nulByte(let stage, _):
      return Message(
        "stage \(stage.ticked) has a text with a NUL byte, which no path or argument can hold"
      )
      .with(facts: [declared])
    case .unknownUpstream(let stage, let name, let nearest, _):
      return Message(
        "stage \(stage.ticked) names the upstream \(name.ticked), which does not exist"
      )
      .with(facts: [declared] + (nearest.map { [("nearest", $0)] } ?? []))
      .with(nearest: nearest, else: "declare that stage, or remove the name from `Upstream`")
    case .cycle(let links): return CycleWording(links: links, place: place).message
    case .recursiveGlobInCommand(let stage, let path, _):
      return Message(
        "a command of stage \(stage.ticked) contains a glob with `**`, which `sh` treats as `*`",
        facts: [("input", path), declared],
        hint:
          "declare the glob with `Inputs(…)`, and let the command find the files: `find … -name …`"
      )
    case .quoting(let fault, let stage): return fault.message(stage: stage, place)
    case .badShell(let stage, let words, _):
      return Message("\(ownerText(stage)) declares a shell that could not read a command")
        .with(facts: [("shell", words.map(shellQuoted).joined(separator: " ")), declared])
        .with(
          hint: "name the program and the option before the text: `\"bash\", \"-eu\", \"-c\"`"
        )
    case .retry(let fault): return fault.message(place)
    case .badJobs(let count, _):
      return Message("the number in `Jobs` must be from 1 to 1000000")
        .with(facts: [("jobs", "\(count)"), declared])
        .with(hint: "without `Jobs`, the runner uses the number of CPU cores")
    case .resource(let fault): return fault.message(place)
    case .parameter(let fault): return fault.message(place)
    case .outputIsGlob(let stage, let path, _):
      return output("stage \(stage.ticked) has a glob as an output", path)
        .with(
          hint: "name each file, or a folder with a slash at the end; for a file of this very name,"
            + " write backslashes: `\"\(Self.sourceText(path))\"`"
        )
    case .outputOutsideRoot(let stage, let path, _):
      return output("stage \(stage.ticked) has an output outside the root", path)
        .with(hint: "name a path in the root; a folder in the root may be a link to another disk")
    case .outputIsRoot(let stage, let path, _):
      return output("stage \(stage.ticked) has the root itself as an output", path)
        .with(hint: "name a folder in the root")
    case .outputIsManifest(let stage, let path, _):
      return output(
        "stage \(stage.ticked) has an output that is the manifest, or contains it",
        path
      )
      .with(hint: "write to another path")
    case .outputInState(let stage, let path, _):
      return output(
        "stage \(stage.ticked) has an output that is in `.pipeline`, or contains `.pipeline`",
        path
      )
      .with(hint: "write to another path: `.pipeline` holds the runner's own files")
    case .outputIsInput(let stage, let path, _, let inputPlace):
      return Message("stage \(stage.ticked) has the same path as input and as output")
        .with(facts: [("output", path), declared, ("input", place.text(inputPlace))])
        .with(hint: "write to another path: a stage that changes its own input is never up to date")
    case .outputIsScript(let stage, let path, let script, _):
      return Message("stage \(stage.ticked) has an output that is its own script, or contains it")
        .with(facts: [("output", path), ("script", script), declared])
        .with(hint: "write to another path")
    case .duplicateOutput(let path, let stage, _, let other):
      return Message(
        stage == other.stage
          ? "stage \(stage.ticked) declares the same output twice"
          : "stages \(other.stage.ticked) and \(stage.ticked) both declare the same output",
        facts: [
          ("output", path), declared,
          ("first", place.text(other.place) + (other.path == path ? "" : ", as \(other.path)")),
        ],
        hint: stage == other.stage
          ? "remove one of the two"
          : "give each stage its own output, or merge the two stages"
      )
    case .outputInsideOutput(let path, let stage, _, let folder):
      return Message(
        stage == folder.stage
          ? "stage \(stage.ticked) has an output inside its own output folder"
          : "stage \(stage.ticked) has an output inside the output folder of"
            + " \(folder.stage.ticked)",
        facts: [
          ("output", path), declared,
          ("folder", "\(folder.path), declared in \(place.text(folder.place))"),
        ],
        hint: stage == folder.stage
          ? "declare only the folder"
          : "write to a folder that is not an output of another stage"
      )
    }
  }
}

extension GraphFault {
  /// Returns a path without wildcards as both Swift and JSON write it in a string, where each backslash is doubled.
  static func sourceText(_ path: String) -> String {
    PathText.escaped(path).replacing { $0 == "\\" ? "\\\\" : nil }
  }
}

/// Returns the owner of a declaration, which is `` stage `a` `` or the pipeline.
func ownerText(_ stage: String?) -> String {
  stage.map { "stage \($0.ticked)" } ?? "the pipeline"
}

let plainNameHint = "use 1 to 100 letters, digits, `.`, `_` and `-`, not beginning with `-` or `.`"

/// Formats source positions in messages.
struct ManifestPlace {
  /// The manifest's path as messages show it.
  var manifest: String
  /// The pipeline's files, indexed by `Place.file`.
  var files: [String] = []

  /// Returns the path and line, as `Pipeline.swift:31`, or only the path if the line is unknown.
  func text(_ place: Place) -> String {
    let number = Int(place.file)
    let path = (files.indices.contains(number) ? files[number] : manifest).printable
    return place.line > 0 ? "\(path):\(place.line)" : path
  }
}
