internal import PipelineDescription

/// The report of `pipeline init` about the files that it wrote.
struct InitReport: Equatable, Sendable {
  let form: InitialPipeline.Form
  /// The new files, without `.gitignore`.
  var files: [InitialPipeline.File]
  /// The lines that were added to `.gitignore`.
  var ignoredLines: [String]
  /// The value of `-C`; nil if it was not given.
  let directory: String?

  var text: String {
    var rows = files.map { ($0.path, $0.summary) }
    if !ignoredLines.isEmpty {
      rows.append((".gitignore", "now ignores \(ignoredLines.joined(separator: " and "))"))
    }
    let run = directory.map { "pipeline -C \(Self.quoted($0))" } ?? "pipeline"
    let steps = [(run, "run it"), ("\(run) --dry-run", "what would run now, and why")]

    var lines = ["wrote a small pipeline:"] + Self.aligned(rows)
    if form == .json {
      lines.append("the manifest is JSON, because no Swift compiler (swiftc) was found")
    }
    lines += ["next:"] + Self.aligned(steps)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func aligned(_ rows: [(String, String)]) -> [String] {
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { left, right in
      "  \(left)\(String(repeating: " ", count: width - left.count + 2))\(right)"
    }
  }

  /// Returns a path quoted for the shell, beginning with `./` if a command could read it as an option.
  private static func quoted(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { byte in
      byte >= 0x80 || byte.isLetterOrDigit || "/._-+,@%:".utf8.contains(byte)
    }
    let path = path.hasPrefix("-") ? "./\(path)" : path
    guard !isPlain else { return path }
    let inner = path.split(separator: "'", omittingEmptySubsequences: false)
    return "'\(inner.joined(separator: "'\\''"))'"
  }
}
