import RecordedTexts
import Testing

@testable import pipeline

/// The help, whole, as it is printed.
struct HelpTextTests {
  @Test func `the help of the tool`() {
    expectRecorded(HelpText(table: .standard).overall())
  }

  @Test func `the help of run`() {
    expectRecorded(HelpText(table: .standard).help(of: .run))
  }

  @Test func `the help of status`() {
    expectRecorded(HelpText(table: .standard).help(of: .status))
  }

  @Test func `the help of why`() {
    expectRecorded(HelpText(table: .standard).help(of: .why))
  }

  @Test func `the help of log`() {
    expectRecorded(HelpText(table: .standard).help(of: .log))
  }

  @Test func `the help of accept`() {
    expectRecorded(HelpText(table: .standard).help(of: .accept))
  }

  @Test func `the help of clean`() {
    expectRecorded(HelpText(table: .standard).help(of: .clean))
  }

  @Test func `the help of manifest`() {
    expectRecorded(HelpText(table: .standard).help(of: .manifest))
  }

  @Test func `the help of init`() {
    expectRecorded(HelpText(table: .standard).help(of: .initialize))
  }

  @Test func `the help of help`() {
    expectRecorded(HelpText(table: .standard).help(of: .help))
  }

  @Test func `no line is wider than a terminal, and none ends in a space`() {
    let help = HelpText(table: .standard)
    for text in [help.overall()] + Verb.allCases.map(help.help) {
      for line in text.split(separator: "\n") {
        #expect(line.count <= 80 && line.last != " ")
      }
    }
  }

  @Test func `every example can be typed`() {
    for example in CommandTable.standard.verbs.flatMap(\.examples) {
      let command = example.key.prefix { $0 != ">" && $0 != "&" }
      let arguments = command.split(separator: " ").dropFirst().map { word in
        String(word.filter { $0 != "'" })
      }
      guard case .success = CommandTable.parse(arguments) else {
        Issue.record("`\(example.key)` is refused")
        continue
      }
    }
  }
}
