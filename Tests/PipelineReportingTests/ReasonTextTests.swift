import PipelinePlanning
import PipelineReporting
import RecordedTexts
import Testing

/// The words of every reason.
struct ReasonTextTests {
  /// 20 November 2026, 14:02:11.5 UTC.
  static let afternoon: Int64 = 1_795_183_331_500_000_000
  static let second: Int64 = 1_000_000_000
  static let old = Stamp(size: 12, modified: afternoon)

  static func changed(_ change: (inout Stamp) -> Void) -> Reason.Change {
    var new = old
    change(&new)
    return .changed(from: old, to: new)
  }

  static let reasons: [Reason] = [
    .lastAttemptFailed(.exited(code: 2, script: 0)),
    .lastAttemptFailed(.stopped),
    .lastAttemptInterrupted,
    .neverRun,
    .alwaysRuns,
    .recipe(.scripts, from: ["a.py", "b.py"], to: ["b.py", "a.py"]),
    .recipe(.arguments(script: "stages/x.py"), from: ["--top", "10"], to: ["--top", "20"]),
    .recipe(.arguments(script: "x.py"), from: [], to: ["a b", ""]),
    .recipe(.interpreter(script: "x.py"), from: [], to: ["python3.12"]),
    .recipe(.command, from: ["sort a"], to: ["sort -u a"]),
    .declared(.inputs, added: ["a"], removed: []),
    .declared(.outputs, added: [], removed: ["b"]),
    .declared(.variables, added: ["A", "B"], removed: ["C"]),
    .recipe(.variable("REGION"), from: [], to: []),
    .recipe(.parameter("top"), from: ["10"], to: ["20"]),
    .recipe(.parameter("top"), from: [""], to: ["a b"]),
    .declared(.parameters, added: ["top"], removed: ["region"]),
    .file(.script, Path("stages/x.py"), changed { $0.modified += 60 * second }),
    .file(.script, Path("x.py"), .missing),
    .file(.input, Path("data/a.csv"), .missing),
    .file(.input, Path("data/a.csv"), .appeared),
    .file(.input, Path("a"), .unreadable(SystemFault(number: 13, words: "Permission denied"))),
    .set(
      .input,
      pattern: "data/raw/*.csv",
      added: [Path("data/raw/a.csv"), Path("data/raw/b.csv")],
      removed: [Path("data/raw/c.csv")]
    ),
    .set(.input, pattern: "*", added: (1...9).map { Path("\($0)") }, removed: []),
    .changedMeanwhile(Path("data/a.csv")),
    .file(.output, Path("data/b.json"), .missing),
    .set(.output, pattern: "plots/", added: [], removed: [Path("plots/a.svg")]),
    .newer(input: Path("data/a.csv"), output: Path("data/b.json")),
    .upstreamRanAgain("fetch"),
    .forced,
    .file(.input, Path("a\u{1B}[2J\n"), .missing),
  ]

  @Test func reasons() {
    expectRecorded(Self.reasons.map { $0.text() }.joined(separator: "\n"))
  }

  static let changes: [Reason.Change] = [
    changed { $0.modified += 9478 * second },
    changed { $0.modified += 86_400 * second },
    changed { $0.modified -= 60 * second },
    changed { $0.modified += 100_000_000 },
    changed { $0.modified += 1000 },
    changed { $0.modified += 1 },
    changed { $0.size = 14 },
    changed { $0.size = 2_345_678 },
    changed { $0.kind = .folder },
    changed { $0.kind = .special },
    changed { $0.link = "b.csv" },
    .changed(
      from: Stamp(size: 1, modified: 1, link: "a"),
      to: Stamp(size: 1, modified: 1, link: "b")
    ),
    .changed(from: Stamp(size: 1, modified: 1, link: "a"), to: Stamp(size: 1, modified: 2)),
    .changed(from: Stamp(size: 1_234_567, modified: 1), to: Stamp(size: 1_234_568, modified: 1)),
  ]

  @Test func `a change names the two values that differ`() {
    // One hour ahead of UTC.
    let texts = Self.changes.map { Reason.file(.input, Path("a"), $0).text(.local(offset: 3600)) }
    expectRecorded(texts.joined(separator: "\n"))
  }

  @Test func `a change of long arguments shows only the part that differs`() {
    let many = (1...60).map { "--option-\($0)" }
    let reason = Reason.recipe(
      .arguments(script: "x.py"),
      from: many + ["--top", "10"] + many,
      to: many + ["--top", "20"] + many
    )
    #expect(reason.text() == "arguments of x.py changed (…--top 10… → …--top 20…)")
  }

  @Test func `a change at the end of a long command is cut where it grows`() {
    let command = String(repeating: "sort data | ", count: 10)
    let reason = Reason.recipe(
      .command,
      from: [command + "uniq"],
      to: [command + String(repeating: "x", count: 200)]
    )
    let cut = "…| " + String(repeating: "x", count: 46) + "…"
    #expect(reason.text() == "command changed (…| uniq → \(cut))")
  }
}
