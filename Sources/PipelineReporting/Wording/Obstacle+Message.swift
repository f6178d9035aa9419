internal import PipelineDescription
package import PipelinePlanning

extension Obstacle {
  package func message(manifest: String, files: [String] = []) -> Message {
    func declared(_ place: Place) -> (label: String, value: String) {
      ("declared", ManifestPlace(manifest: manifest, files: files).text(place))
    }
    switch self {
    case .externalFolder(let stage, let path, let trouble, let place):
      return Message(
        "stage \(stage.ticked) needs a folder\(trouble.text)",
        facts: [("folder", path)] + trouble.facts + [declared(place)],
        hint: trouble.hint(path, other: "put a folder there, or declare `External(file: …)`")
          ?? "create it, or correct the path in `External`"
      )
    case .externalFile(let stage, let path, let trouble, let place):
      return Message(
        "stage \(stage.ticked) needs a file\(trouble.text)",
        facts: [("file", path)] + trouble.facts + [declared(place)],
        hint: trouble.hint(path, other: "name a file in it, or declare `External(folder: …)`")
          ?? "create it, or correct the path in `External`"
      )
    case .externalProgram(let stage, let name, let place):
      return Message("stage \(stage.ticked) needs a program that is not on PATH")
        .with(facts: [("program", name), declared(place)])
        .with(hint: "install it, or add its folder to PATH")
    case .externalVariable(let stage, let name, let place):
      return Message("stage \(stage.ticked) needs an environment variable that is not set")
        .with(facts: [("variable", name), declared(place)])
        .with(hint: "`export \(name.printable)=…` before the run")
    case .shell(let stage, let name, let isDeclared, let place):
      return Message(
        isDeclared
          ? "stage \(stage.ticked) names the shell \(name.ticked), which is not on PATH"
          : "stage \(stage.ticked) has a command with a pipe, which needs `bash`; it is not on PATH",
        facts: [declared(place)],
        hint:
          "install it, or name another shell: the clause `Shell(\"sh\", \"-e\", \"-c\")`, in JSON"
          + " `\"shell\": [\"sh\", \"-e\", \"-c\"]`"
          + (isDeclared ? "" : "; `sh` sees a failure only after the last `|`")
      )
    case .tooLong(let stage, let fault, let isCommand, let place):
      return Message(
        "stage \(stage.ticked) has a \(isCommand ? "command" : "script") that cannot start:"
          + " \(isCommand ? fault.commandText : fault.text)",
        facts: [declared(place)],
        hint: fault.hint
      )
    case .upstreamNotRun(let stage, let upstream, let why):
      return Message(
        "stage \(stage.ticked) needs \(upstream.ticked), which is not selected and \(why.text)",
        hint: why == .running
          ? "wait until its run has ended"
          : "`pipeline --to \(stage.printable)` also runs the stages that it needs"
      )
    case .input(let stage, let path, let trouble, let nearest, let place):
      return Message(
        inputHeadline(stage, path, trouble),
        facts: [("input", path)] + trouble.facts + [declared(place)] + facts(nearest),
        hint: trouble.hint(
          path,
          other: trouble == .isFile
            ? "declare it without a slash at the end, or put a folder there"
            : "name a file in it, or declare the folder with a slash at the end"
        ) ?? "add a stage with output \(path.ticked), or create the \(Self.kind(of: path))"
      )
    case .emptyGlob(let stage, let pattern, let nearest, let place):
      return Message(
        "stage \(stage.ticked) reads a glob that matches no existing file and no output",
        facts: [("input", pattern), declared(place)] + facts(nearest),
        hint: "correct the glob, or create a matching file; a wildcard does not match a leading dot"
      )
    case .script(let stage, let path, let trouble, let nearest, let place):
      return Message(
        "stage \(stage.ticked) has a script\(trouble.text)",
        facts: [("script", path)] + trouble.facts + [declared(place)] + facts(nearest),
        hint: trouble.hint(path, other: "name a file in it")
          ?? (path.contains(" ")
            ? "`Script` takes one file, and its arguments separately; use `Command` for a line of shell"
            : "create it, or correct its path")
      )
    }
  }

  private func inputHeadline(_ stage: String, _ path: String, _ trouble: Trouble) -> String {
    let ending = trouble == .missing ? " and that no stage makes" : ""
    return "stage \(stage.ticked) reads a \(Self.kind(of: path))\(trouble.text)\(ending)"
  }

  private static func kind(of path: String) -> String { path.hasSuffix("/") ? "folder" : "file" }

  private func facts(_ nearest: Nearest?) -> [(label: String, value: String)] {
    guard let nearest else { return [] }
    let maker = nearest.maker.map { ", made by \($0.ticked)" } ?? ""
    return [("nearest", nearest.path + maker)]
  }
}

extension Obstacle.Trouble {
  /// The text that follows "a file" or "a folder" in a message.
  fileprivate var text: String {
    switch self {
    case .missing: " that does not exist"
    case .isFolder: ", but its path is a folder"
    case .isFile: ", but its path is a file"
    case .isSpecial: ", but its path is a FIFO, a socket or a device"
    case .unreadable: " that cannot be read"
    }
  }

  fileprivate var facts: [(label: String, value: String)] {
    guard case .unreadable(let fault) = self else { return [] }
    return [("system", "\(fault.words) (errno \(fault.number))")]
  }

  /// Returns an instruction for the user; nil if nothing exists at the path.
  ///
  /// `other` is the instruction for a folder in place of a file, or for a file in place of a folder.
  fileprivate func hint(_ path: String, other: String) -> String? {
    switch self {
    case .missing: nil
    case .isFolder, .isFile: other
    case .isSpecial: "put a regular file or a folder there: only those can be compared"
    case .unreadable:
      "check its permissions: `ls -ld \(shellQuoted(path))`"
    }
  }
}

extension Obstacle.UpstreamTrouble {
  /// The text that follows "which is not selected and" in a message.
  fileprivate var text: String {
    switch self {
    case .failed: "failed when it last ran"
    case .interrupted: "was interrupted when it last ran"
    case .running: "is running now"
    case .neverRun: "has never run here"
    case .outputMissing(let path): "lacks its output \(path.ticked)"
    }
  }
}
