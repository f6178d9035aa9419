import Testing

/// The reasons for which a stage runs.
extension Project {
  /// Declares a stage `copy` that copies `in` to `out`, and runs it once.
  func copied() throws {
    try stage("copy", "cat in > out", in: ["in"], out: ["out"])
    try run().expect(status: 0)
    try run("--check").expect()
  }

  /// Compares the first reason for which a stage would run now.
  func expectReason(
    _ text: String,
    of stage: String = "copy",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try reason(of: stage)
    #expect(found == text, sourceLocation: sourceLocation)
  }

  /// Compares only the beginning of the first reason, for a reason whose end differs in each run.
  func expectReason(
    beginning: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try reason(of: "copy")
    #expect(found.hasPrefix(beginning), "\(found)", sourceLocation: sourceLocation)
  }

  private func reason(of stage: String) throws -> String {
    let lines = try run("-n").stageLines
    guard let line = lines.first(where: { $0.hasPrefix("▶ \(stage) ") }) else { return "" }
    return String(line.dropFirst(stage.count + 4))
  }
}
