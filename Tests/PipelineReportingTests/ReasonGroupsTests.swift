import RecordedTexts
import Testing

@testable import PipelinePlanning
@testable import PipelineReporting

/// Stages grouped by equal reasons.
struct ReasonGroupsTests {
  private static func changed(_ path: String) -> Reason {
    .file(
      .script,
      Path(path),
      .changed(from: Stamp(size: 1, modified: 0), to: Stamp(size: 2, modified: 1_000_000_000))
    )
  }

  private static func text(_ stages: [(String, [Reason])]) -> String {
    var groups = ReasonGroups()
    for (name, reasons) in stages { groups.add(name, reasons, .utc) }
    return groups.lines(.start, .plain).map { $0 + "\n" }.joined()
  }

  @Test func `an equal reason is told once, with the stages that fit into 80 columns`() {
    let many = (0..<400).map { ("count-\($0)", [Self.changed("count.py")]) }
    let text = Self.text(many + [("fit", [.neverRun]), ("a", [.forced]), ("b", [.forced])])
    #expect(text.split(separator: "\n").allSatisfy { $0.columns <= 80 })
    expectRecorded(text)
  }

  @Test func `too many different reasons are united by their kind`() {
    let many = (0..<400).map { ("s\($0)", [Self.changed("s\($0).py")]) }
    let text = Self.text(many + [("fit", [.neverRun])])
    expectRecorded(text)
  }

  @Test func `a long reason is cut`() {
    let path = String(repeating: "long/", count: 30)
    let text = Self.text([("a", [Self.changed(path)]), ("b", [Self.changed(path)])])
    #expect(text.split(separator: "\n").allSatisfy { $0.columns <= 80 })
    #expect(text.contains("… → 2 stages\n"))
  }
}
