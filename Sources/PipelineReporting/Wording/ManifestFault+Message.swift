package import PipelinePlanning

/// Messages about faults that the tool finds before it checks the stages of a manifest.
extension ManifestFault {
  /// One message, or one for each fault in the manifest's content.
  package var messages: [Message] {
    if case .content(let path, let faults) = self { return faults.map { $0.message(path: path) } }
    return [message]
  }

  private var message: Message {
    switch self {
    case .notFound(let folders): Self.notFound(lookedIn: folders)
    case .missing(let path): Message("there is no file `\(path)`")
    case .noRoot(let path): Message("there is no folder `\(path)`")
    case .noWorkingFolder:
      Message("the current folder no longer exists")
        .with(hint: "`cd` to a folder that exists, or name the root with `-C`")
    case .unsupported(let path):
      Message("`\(path)` is not the name of a manifest")
        .with(hint: "the name of a manifest ends in `.swift` or `.json`")
    case .notAFile(let path, let kind): Message("`\(path)` is \(kind.words), not a file")
    case .unreadable(let path, let reason):
      Message("`\(path)` cannot be read", facts: [("reason", reason)])
    case .empty(let path):
      Message("`\(path)` is empty", hint: "`pipeline init` writes a manifest to start from")
    case .syntax(let path, let fault): fault.message(path: path)
    case .content(let path, _): Message("`\(path)` is not a manifest")
    case .noCompiler(let path):
      Message(
        "`\(path)` must be compiled, but `swiftc` is not on PATH",
        hint: "install Swift (https://swift.org/install), or write the manifest as `pipeline.json`"
      )
    case .compilation(let path, let text):
      Message(
        "`\(path)` does not compile",
        hint: "`pipeline help manifest` lists the clauses",
        quotation: Self.trimmed(text)
      )
    case .noPipeline(let path, let text):
      Message("`\(path)` declares no pipeline", facts: [("compiler", Self.firstError(of: text))])
        .with(hint: "it needs a global `let pipeline = Pipeline(\"name\") { … }`")
    case .compiler(let path, let text):
      Message(
        "the Swift compiler itself failed while it compiled `\(path)`",
        hint: "does `swiftc --version` work?",
        quotation: Self.trimmed(text)
      )
    case .changing(let path): Message("`\(path)` changes faster than it can be compiled")
    case .noCache(let path, let reason):
      Message("there is no cache folder for the compiled `\(path)`", facts: [("reason", reason)])
        .with(hint: "set `XDG_CACHE_HOME` to a folder")
    case .notStarted(let path, let reason):
      Message("`\(path)` was compiled, but could not be started", facts: [("reason", reason)])
    case .crashed(let path, let signal):
      Message("`\(path)` crashed while it declared the pipeline", facts: [("signal", "\(signal)")])
    case .timedOut(let path, let limit):
      Message("`\(path)` ran into its time limit before it declared the pipeline")
        .with(facts: [("limit", limitText(limit))])
        .with(hint: "a manifest must end by itself; `--manifest-timeout 5m` allows it five minutes")
    case .exited(let path, let status):
      Message("`\(path)` exited before it declared the pipeline", facts: [("exit", "\(status)")])
    case .garbage(let path):
      Message("the pipeline that `\(path)` sent to the tool is damaged")
        .with(hint: "a manifest must not use file descriptor 3")
    }
  }

  private static func notFound(lookedIn folders: [String]) -> Message {
    var places = folders.first.map { "\($0) and its folder stages/" } ?? ""
    if folders.count > 1 { places += "; the same in each folder above it" }
    return Message("there is no `Pipeline.swift` and no `pipeline.json`")
      .with(facts: [("looked in", places)])
      .with(hint: "`pipeline init` writes a manifest to start from; `--manifest FILE` names one")
  }

  private static func trimmed(_ text: String) -> String {
    String(text.reversed().drop(while: \.isNewline).reversed())
  }

  /// Returns the compiler's first error without its source position, or the whole text if it has no error.
  private static func firstError(of text: String) -> String {
    for line in text.split(separator: "\n") {
      if let range = line.firstRange(of: "error: ") { return String(line[range.upperBound...]) }
    }
    return trimmed(text)
  }
}

extension ManifestFault.Kind {
  fileprivate var words: String {
    switch self {
    case .folder: "a folder"
    case .pipe: "a named pipe"
    case .socket: "a socket"
    case .device: "a device"
    }
  }
}
