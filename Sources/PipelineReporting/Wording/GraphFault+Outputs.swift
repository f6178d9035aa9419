internal import PipelineDescription
internal import PipelinePlanning

extension GraphFault {
  /// Returns a message about a fault of outputs; `message(manifest:files:)` covers all other faults.
  func outputMessage(_ place: ManifestPlace) -> Message {
    let declared = (label: "declared", value: place.text(self.place))
    func message(_ headline: String, _ path: String) -> Message {
      Message(headline, facts: [("output", path), declared])
    }
    switch self {
    case .outputIsGlob(let stage, let path, _):
      return message("stage \(stage.ticked) has a glob as an output", path)
        .with(
          hint: "name each file, or a folder with a slash at the end; for a file of this very name,"
            + " write backslashes: `\"\(Self.sourceText(path))\"`"
        )
    case .outputOutsideRoot(let stage, let path, _):
      return message("stage \(stage.ticked) has an output outside the root", path)
        .with(hint: "name a path in the root; a folder in the root may be a link to another disk")
    case .outputIsRoot(let stage, let path, _):
      return message("stage \(stage.ticked) has the root itself as an output", path)
        .with(hint: "name a folder in the root")
    case .outputIsManifest(let stage, let path, _):
      return message(
        "stage \(stage.ticked) has an output that is the manifest, or contains it",
        path
      )
      .with(hint: "write to another path")
    case .outputInState(let stage, let path, _):
      return message(
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
        facts: [("output", path), declared, first(other, path, place)],
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
    case .noStages, .badStageName, .duplicateStage, .noSteps, .emptyStep, .badTimeout, .badVariable,
      .duplicateVariable, .emptyPath, .nulByte, .unknownUpstream, .cycle, .recursiveGlobInCommand,
      .quoting, .badShell, .retry, .badJobs, .resource, .parameter:
      return self.message(manifest: place.manifest, files: place.files)
    }
  }

  /// Returns a path without wildcards as both Swift and JSON write it in a string, where each backslash is doubled.
  static func sourceText(_ path: String) -> String {
    PathText.escaped(path).replacing { $0 == "\\" ? "\\\\" : nil }
  }

  /// Returns the source position of the first declaration, with its spelling if that differs.
  private func first(_ other: DeclaredOutput, _ path: String, _ place: ManifestPlace)
    -> (label: String, value: String)
  {
    let spelling = other.path == path ? "" : ", as \(other.path)"
    return ("first", place.text(other.place) + spelling)
  }
}
