import PipelineReporting
import RecordedTexts
import Testing

/// The form of error messages and warnings.
struct MessageTests {
  @Test func `headline, aligned facts, hint`() {
    let message = Message(
      "stage `plot` reads a file that is not there and that no stage makes",
      facts: [("input", "data/clean/2026.csv"), ("declared", "Pipeline.swift:31")],
      hint: "create the file"
    )
    expectRecorded(message.text())
  }

  @Test func `a warning, and a value with several lines`() {
    let message = Message("x", facts: [("a", "1\n2"), ("long", "3")])
    #expect(message.text(severity: .warning) == "warning: x\n  a:     1\n         2\n  long:  3")
  }

  @Test func `escapes are shown in every part of a message`() {
    let message = Message("\u{1B}[2J", facts: [("\u{7}", "\u{9B}")], hint: "\u{202E}")
    #expect(message.text() == "error: \\u{1b}[2J\n  \\u{7}:  \\u{9b}\nhint: \\u{202e}")
  }

  @Test func `several messages are counted`() {
    #expect(MessageList([Message("a")]).text() == "error: a")
    #expect(
      MessageList([Message("a"), Message("b")]).text()
        == "error: a\n\nerror: b\n\n2 errors; nothing was run"
    )
  }
}
