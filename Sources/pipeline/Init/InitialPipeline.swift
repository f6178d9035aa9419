/// The files of a small pipeline to start from: two stages that process a table of readings.
struct InitialPipeline: Equatable, Sendable {
  /// The form of a manifest.
  enum Form: Equatable, Sendable {
    /// A `Pipeline.swift`.
    case swift
    /// A `pipeline.json`, for machines without a Swift compiler.
    case json
  }

  struct File: Equatable, Sendable {
    /// The path, relative to the root.
    let path: String
    let contents: String
    /// A description for the list of written files.
    let summary: String
  }

  /// The paths of manifests that must not exist.
  ///
  /// An existing manifest would hide the new one, or the new one would hide it.
  static let manifestPaths = ["Pipeline.swift", "pipeline.json", "stages/Pipeline.swift"]

  /// The lines for `.gitignore`: the tool's own folder, and the pipeline's outputs.
  static let ignoredLines = [".pipeline/", "results/"]

  let form: Form
  /// The files without `.gitignore`, in the order in which a user would read them.
  let files: [File]

  /// Creates the pipeline with a manifest in Swift if there is a compiler, else in JSON.
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

  /// The paths that must not exist before anything is written, without duplicates.
  var reservedPaths: [String] {
    Self.manifestPaths + files.map(\.path).filter { !Self.manifestPaths.contains($0) }
  }

  /// The folders of the files.
  var folders: Set<String> {
    Set(files.compactMap { $0.path.split(separator: "/").dropLast().first.map(String.init) })
  }

  /// Returns the lines that a `.gitignore` with this text lacks; nil means that there is no such file.
  static func missingIgnoredLines(in contents: String?) -> [String] {
    let known = (contents ?? "").split(whereSeparator: \.isNewline).map(ignoredName)
    return ignoredLines.filter { !known.contains(ignoredName($0)) }
  }

  /// Returns the text to append to a `.gitignore` with this text; empty if it lacks nothing.
  static func ignoredText(appendedTo contents: String?) -> String {
    let missing = missingIgnoredLines(in: contents)
    guard !missing.isEmpty else { return "" }
    let endsLine = contents.map { $0.isEmpty || $0.last?.isNewline == true } ?? true
    return (endsLine ? "" : "\n") + missing.map { "\($0)\n" }.joined()
  }

  /// Returns a line of `.gitignore` without slashes at its ends and without white space behind it.
  private static func ignoredName(_ line: some StringProtocol) -> String {
    var name = line.drop { $0 == "/" }
    while let last = name.last, last == "/" || last.isWhitespace { name.removeLast() }
    return String(name)
  }
}
