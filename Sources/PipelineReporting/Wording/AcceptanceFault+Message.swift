internal import PipelineDescription
package import PipelinePlanning

extension AcceptanceFault {
  package var message: Message {
    switch self {
    case .attemptFailed(let stage, let end):
      Message("stage \(stage.ticked) cannot be accepted: its last attempt failed")
        .with(facts: [("result", end.text)])
        .with(hint: "`pipeline --stage \(shellQuoted(stage).printable)` runs it again")
    case .attemptInterrupted(let stage):
      Message(
        "stage \(stage.ticked) cannot be accepted: its last attempt was interrupted",
        hint: "its outputs may be half-written;"
          + " `pipeline --stage \(shellQuoted(stage).printable)` runs the stage again"
      )
    case .alwaysRuns(let stage):
      Message(
        "stage \(stage.ticked) cannot be accepted: it has neither inputs nor outputs, so it always runs",
        hint: "declare its inputs or outputs"
      )
    case .output(let stage, let path, let trouble):
      Message("stage \(stage.ticked) cannot be accepted: an output \(trouble.sentence)")
        .with(facts: [("output", path)] + trouble.systemFacts)
        .with(hint: "`pipeline --stage \(shellQuoted(stage).printable)` makes it")
    case .input(let stage, let path, let trouble):
      Message("stage \(stage.ticked) cannot be accepted: an input \(trouble.sentence)")
        .with(facts: [("input", path)] + trouble.systemFacts)
        .with(hint: "restore it, or correct its path in the manifest")
    case .script(let stage, let path, let trouble):
      Message("stage \(stage.ticked) cannot be accepted: a script \(trouble.sentence)")
        .with(facts: [("script", path)] + trouble.systemFacts)
        .with(hint: "restore it, or correct its path in the manifest")
    case .emptyGlob(let stage, let pattern):
      Message("stage \(stage.ticked) cannot be accepted: a glob that it reads matches no file")
        .with(facts: [("input", pattern)])
        .with(hint: "correct the glob, or create a file that it matches")
    }
  }
}

extension Obstacle.Trouble {
  /// The text that follows "an input", "an output" or "a script" in a message.
  fileprivate var sentence: String {
    switch self {
    case .missing: "does not exist"
    case .isFolder: "is a folder, but is declared as a file"
    case .isFile: "is a file, but is declared as a folder"
    case .isSpecial: "is a FIFO, a socket or a device"
    case .unreadable: "cannot be read"
    }
  }

  fileprivate var systemFacts: [(label: String, value: String)] {
    guard case .unreadable(let fault) = self else { return [] }
    return [("system", fault.words)]
  }
}
