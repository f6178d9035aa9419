/// The files of a small example pipeline, whose two stages process a table of readings.
struct InitialPipeline: Equatable, Sendable {
  enum Form: Equatable, Sendable {
    case swift
    /// For machines without a Swift compiler.
    case json
  }

  struct File: Equatable, Sendable {
    /// The path, relative to the root.
    let path: String
    let contents: String
    let summary: String
  }

  /// A manifest at one of these paths would hide the new one or be hidden by it.
  static let manifestPaths = ["Pipeline.swift", "pipeline.json", "stages/Pipeline.swift"]

  /// The lines that `.gitignore` must have, for the tool's own folder and the outputs.
  static let ignoredLines = [".pipeline/", "results/"]

  let form: Form
  /// The files without `.gitignore`, in the order in which a user would read them.
  let files: [File]

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

  var folders: Set<String> {
    Set(files.compactMap { $0.path.split(separator: "/").dropLast().first.map(String.init) })
  }

  /// Returns the lines that a `.gitignore` with this text lacks; nil means that there is no such file.
  static func missingIgnoredLines(in contents: String?) -> [String] {
    let known = (contents ?? "").split(whereSeparator: \.isNewline).map(ignoredName)
    return ignoredLines.filter { !known.contains(ignoredName($0)) }
  }

  /// Returns the text to append to a `.gitignore` with this text; empty if no line is missing.
  static func ignoredText(appendedTo contents: String?) -> String {
    let missing = missingIgnoredLines(in: contents)
    guard !missing.isEmpty else { return "" }
    let endsLine = contents.map { $0.isEmpty || $0.last?.isNewline == true } ?? true
    return (endsLine ? "" : "\n") + missing.map { "\($0)\n" }.joined()
  }

  /// Returns a line of `.gitignore` without slashes at both ends, and without trailing white space.
  private static func ignoredName(_ line: some StringProtocol) -> String {
    var name = line.drop { $0 == "/" }
    while let last = name.last, last == "/" || last.isWhitespace { name.removeLast() }
    return String(name)
  }
}
