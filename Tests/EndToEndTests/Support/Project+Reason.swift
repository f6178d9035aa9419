import Testing

/// Why a stage is to run: for tests of what makes a stage stale.
extension Project {
  /// One stage `copy` that copies `in` to `out`, run once.
  func copied() throws {
    try stage("copy", "cat in > out", in: ["in"], out: ["out"])
    try run().expect(status: 0)
    try run("--check").expect()
  }

  /// Compares the first reason for which a stage is to run now; none if it is up to date.
  func expectReason(
    _ text: String,
    of stage: String = "copy",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try reason(of: stage)
    #expect(found == text, sourceLocation: sourceLocation)
  }

  /// The same for a reason that ends with what is another each time.
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
