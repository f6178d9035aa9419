import PipelineReporting
import RecordedTexts
import Testing

/// Compares messages with the recorded ones, with an empty line between two.
func expectRecorded(
  _ messages: [Message],
  file: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  expectRecorded(
    messages.map { $0.text() }.joined(separator: "\n\n"),
    file: file,
    sourceLocation: sourceLocation
  )
}
