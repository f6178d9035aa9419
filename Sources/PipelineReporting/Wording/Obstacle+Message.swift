internal import PipelineDescription
package import PipelinePlanning

extension Obstacle {
  /// Returns a message for each thing that is missing, with all stages that need it.
  package static func messages(_ obstacles: [Obstacle], _ manifest: ManifestFiles) -> [Message] {
    groups(obstacles).map { group in
      group.first.message(manifest: manifest.path, files: manifest.all, stages: group.stages)
    }
  }

  /// `stages` are all stages that have this obstacle; empty for the obstacle's own stage.
  package func message(
    manifest: String,
    files: [String] = [],
    stages: [String] = []
  ) -> Message {
    let subject = Subject(stages: stages.count > 1 ? stages : [stage])
    var message = message(of: subject, ManifestPlace(manifest: manifest, files: files))
    message.facts.insert(contentsOf: subject.facts, at: min(1, message.facts.count))
    return message
  }

  private func message(of subject: Subject, _ manifest: ManifestPlace) -> Message {
    func declared(_ place: Place) -> (label: String, value: String) {
      ("declared", manifest.text(place))
    }
    switch self {
    case .externalFolder(_, let path, let trouble, let place):
      return Message(
        "\(subject("needs")) a folder\(trouble.text)",
        facts: [("folder", path)] + trouble.facts + [declared(place)],
        hint: trouble.hint(path, other: "put a folder there, or declare `External(file: …)`")
          ?? "create it, or correct the path in `External`"
      )
    case .externalFile(_, let path, let trouble, let place):
      return Message(
        "\(subject("needs")) a file\(trouble.text)",
        facts: [("file", path)] + trouble.facts + [declared(place)],
        hint: trouble.hint(path, other: "name a file in it, or declare `External(folder: …)`")
          ?? "create it, or correct the path in `External`"
      )
    case .externalProgram(_, let name, let place):
      return Message("\(subject("needs")) a program that is not on PATH")
        .with(facts: [("program", name), declared(place)])
        .with(hint: "install it, or add its folder to PATH")
    case .externalVariable(_, let name, let place):
      return Message("\(subject("needs")) an environment variable that is not set")
        .with(facts: [("variable", name), declared(place)])
        .with(hint: "`export \(name.printable)=…` before the run")
    case .shell(_, let name, let isDeclared, let place):
      return Message(
        isDeclared
          ? "\(subject("needs")) the shell \(name.ticked), which is not on PATH"
          : "\(subject("needs")) `bash` for a command with a pipe, and it is not on PATH",
        facts: [declared(place)],
        hint:
          "install it, or name another shell: `Shell(\"sh\", \"-e\", \"-c\")`"
          + (isDeclared ? "" : "; `sh` sees a failure only after the last `|`")
      )
    case .tooLong(_, let fault, let isCommand, let place):
      return Message(
        "\(subject("cannot start")) a \(isCommand ? "command" : "script"):"
          + " \(isCommand ? fault.commandText : fault.text)",
        facts: [declared(place)],
        hint: fault.hint
      )
    case .upstreamNotRun(_, let upstream, let why):
      return Message(
        "\(subject("needs")) \(upstream.ticked), which is not selected and \(why.text)",
        hint: why == .running
          ? "wait until its run has ended"
          : "`\(subject.runCommand)` also runs the stages that it needs"
      )
    case .input(_, let path, let trouble, let nearest, let place):
      return Message(
        "\(subject("reads")) a \(Self.kind(of: path))\(trouble.text)"
          + (trouble == .missing ? " and that no stage makes" : ""),
        facts: [("input", path)] + trouble.facts + [declared(place)] + facts(nearest),
        hint: trouble.hint(
          path,
          other: trouble == .isFile
            ? "declare it without a slash at the end, or put a folder there"
            : "name a file in it, or declare the folder with a slash at the end"
        ) ?? "add a stage with output \(path.ticked), or create the \(Self.kind(of: path))"
      )
    case .emptyGlob(_, let pattern, let nearest, let place):
      return Message(
        "\(subject("reads")) a glob that matches no existing file and no output",
        facts: [("input", pattern), declared(place)] + facts(nearest),
        hint: "correct the glob, or create a matching file; a wildcard does not match a leading dot"
      )
    case .script(_, let path, let trouble, let nearest, let place):
      return Message(
        "\(subject("has")) a script\(trouble.text)",
        facts: [("script", path)] + trouble.facts + [declared(place)] + facts(nearest),
        hint: trouble.hint(path, other: "name a file in it")
          ?? (path.contains(" ")
            ? "`Script` takes one file, and its arguments separately; use `Command` for a line of shell"
            : "create it, or correct its path")
      )
    case .start(_, let fault, let place):
      return Message("\(subject("cannot start")): \(fault.text)")
        .with(facts: [declared(place)])
        .with(hint: fault.hint)
    }
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

  /// Returns a hint; nil for a missing path, and `other` for a folder in place of a file or the reverse.
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

/// The stages that a message is about.
private struct Subject {
  let stages: [String]

  private static let plurals = ["needs": "need", "reads": "read", "has": "have"]

  /// Returns the subject of a sentence with its verb, which is given in the singular.
  func callAsFunction(_ verb: String) -> String {
    stages.count == 1
      ? "stage \(stages[0].ticked) \(verb)"
      : "\(stages.count) stages \(Self.plurals[verb] ?? verb)"
  }

  var facts: [Message.Fact] {
    stages.count == 1 ? [] : [Message.Fact(label: "stages", value: listed(stages, limit: 12))]
  }

  var runCommand: String {
    (["pipeline"] + stages.prefix(5).map { "--to \(shellQuoted($0))" }).joined(separator: " ")
  }
}
