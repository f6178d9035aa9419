/// A small pipeline to start from, as the files that make it: two stages over a table of readings.
struct InitialPipeline: Equatable, Sendable {
  /// How its manifest is written.
  enum Form: Equatable, Sendable {
    /// As `Pipeline.swift`.
    case swift
    /// As `pipeline.json`, for machines without a Swift compiler.
    case json
  }

  /// A file to write.
  struct File: Equatable, Sendable {
    /// Its path from the root.
    let path: String
    /// What is in it.
    let contents: String
    /// What it is, for the list of what was written.
    let summary: String
  }

  /// The paths where a manifest is looked for; one that is there already would be hidden by the new
  /// one or hide it.
  static let manifestPaths = ["Pipeline.swift", "pipeline.json", "stages/Pipeline.swift"]

  /// What git should not keep: what the tool keeps, and what the pipeline makes.
  static let ignoredLines = [".pipeline/", "results/"]

  /// How the manifest is written.
  let form: Form
  /// The files, without `.gitignore`, in the order in which one would read them.
  let files: [File]

  /// Plans the pipeline: in Swift where there is a compiler for it, else in JSON.
  init(hasSwiftCompiler: Bool) {
    form = hasSwiftCompiler ? .swift : .json
    files = [
      File(
        path: hasSwiftCompiler ? "Pipeline.swift" : "pipeline.json",
        contents: hasSwiftCompiler ? Self.swiftManifest : Self.jsonManifest,
        summary: "the manifest: two stages"
      ),
      File(
        path: "stages/summarize.sh",
        contents: Self.script,
        summary: "the script of the second stage"
      ),
      File(path: "data/readings.csv", contents: Self.data, summary: "what the first stage reads"),
    ]
  }

  /// Every path that must be free before anything is written, each once.
  var reservedPaths: [String] {
    Self.manifestPaths + files.map(\.path).filter { !Self.manifestPaths.contains($0) }
  }

  /// The folders that the files lie in.
  var folders: Set<String> {
    Set(files.compactMap { $0.path.split(separator: "/").dropLast().first.map(String.init) })
  }

  /// The lines that a `.gitignore` with these contents lacks; nil stands for no such file.
  static func missingIgnoredLines(in contents: String?) -> [String] {
    let known = (contents ?? "").split(whereSeparator: \.isNewline).map(ignoredName)
    return ignoredLines.filter { !known.contains(ignoredName($0)) }
  }

  /// What is to be appended to a `.gitignore` with these contents, empty if it lacks nothing.
  static func ignoredText(appendedTo contents: String?) -> String {
    let missing = missingIgnoredLines(in: contents)
    guard !missing.isEmpty else { return "" }
    let endsLine = contents.map { $0.isEmpty || $0.last?.isNewline == true } ?? true
    return (endsLine ? "" : "\n") + missing.map { "\($0)\n" }.joined()
  }

  /// A line of `.gitignore` without what makes no difference here: a slash at either end, space.
  private static func ignoredName(_ line: some StringProtocol) -> String {
    var name = line.drop { $0 == "/" }
    while let last = name.last, last == "/" || last.isWhitespace { name.removeLast() }
    return String(name)
  }
}
