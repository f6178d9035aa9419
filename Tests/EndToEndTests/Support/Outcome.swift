import RecordedTexts
import Testing

/// The result of a run of the tool.
struct Outcome {
  /// The command line.
  ///
  /// A number distinguishes it from the same one earlier in the test.
  var label: String
  /// The exit status, or minus the number of the signal that killed the tool.
  var status: Int32
  /// Standard output and standard error, masked.
  var stdout: String
  var stderr: String
  /// Standard output and standard error without masking.
  var rawOutput: String
  var rawErrors: String

  /// Compares the whole masked output, without the end of its last line.
  @discardableResult
  func expect(
    _ stdout: String = "",
    stderr: String = "",
    status: Int32 = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Outcome {
    #expect(Self.chopped(self.stdout) == stdout, sourceLocation: sourceLocation)
    #expect(Self.chopped(self.stderr) == stderr, sourceLocation: sourceLocation)
    return expect(status: status, sourceLocation: sourceLocation)
  }

  /// Compares the whole masked output with the recorded text of this command line.
  ///
  /// `detail` distinguishes the cases of a test with arguments.
  @discardableResult
  func expectRecorded(
    _ detail: String = "",
    status: Int32 = 0,
    file: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Outcome {
    let errors = stderr.isEmpty ? "" : "--- standard error\n\(stderr)"
    RecordedTexts.expectRecorded(
      Self.whole(stdout) + errors,
      detail.isEmpty ? label : "\(label) · \(detail)",
      file: file,
      sourceLocation: sourceLocation
    )
    return expect(status: status, sourceLocation: sourceLocation)
  }

  /// Compares only the exit status.
  @discardableResult
  func expect(status: Int32, sourceLocation: SourceLocation = #_sourceLocation) -> Outcome {
    #expect(
      self.status == status,
      "printed:\n\(stdout)\(stderr)",
      sourceLocation: sourceLocation
    )
    return self
  }

  /// The lines that begin with a sign of the console.
  ///
  /// They show the results of the stages.
  var stageLines: [String] {
    stdout.split(separator: "\n").map(String.init).filter { line in
      ["✓ ", "▶ ", "✗ ", "· "].contains { line.hasPrefix($0) }
    }
  }

  private static func whole(_ text: String) -> String {
    text.isEmpty || text.hasSuffix("\n") ? text : "\(text)\n"
  }

  private static func chopped(_ text: String) -> String {
    text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
