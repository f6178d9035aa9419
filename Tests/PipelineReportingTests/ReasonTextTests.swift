import PipelinePlanning
import PipelineReporting
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

  static let cases: [(Reason, String)] = [
    (.lastAttemptFailed(.exited(code: 2, script: 0)), "last attempt failed (exit 2)"),
    (.lastAttemptFailed(.stopped), "last attempt was stopped"),
    (.lastAttemptInterrupted, "last attempt was interrupted"),
    (.neverRun, "never run here"),
    (.alwaysRuns, "always runs: it has neither inputs nor outputs"),
    (
      .recipe(.scripts, from: ["a.py", "b.py"], to: ["b.py", "a.py"]),
      "scripts changed (a.py, b.py → b.py, a.py)"
    ),
    (
      .recipe(.arguments(script: "stages/x.py"), from: ["--top", "10"], to: ["--top", "20"]),
      "arguments of stages/x.py changed (--top 10 → --top 20)"
    ),
    (
      .recipe(.arguments(script: "x.py"), from: [], to: ["a b", ""]),
      "arguments of x.py changed (none → 'a b' '')"
    ),
    (
      .recipe(.interpreter(script: "x.py"), from: [], to: ["python3.12"]),
      "interpreter of x.py changed (default → python3.12)"
    ),
    (
      .recipe(.command, from: ["sort a"], to: ["sort -u a"]), "command changed (sort a → sort -u a)"
    ),
    (.declared(.inputs, added: ["a"], removed: []), "declared inputs changed (+1): +a"),
    (.declared(.outputs, added: [], removed: ["b"]), "declared outputs changed (−1): −b"),
    (
      .declared(.variables, added: ["A", "B"], removed: ["C"]),
      "declared variables changed (+2 −1): +A, +B, −C"
    ),
    (.recipe(.variable("REGION"), from: [], to: []), "variable REGION changed"),
    (.recipe(.parameter("top"), from: ["10"], to: ["20"]), "parameter top changed (10 → 20)"),
    (.recipe(.parameter("top"), from: [""], to: ["a b"]), "parameter top changed ('' → 'a b')"),
    (
      .declared(.parameters, added: ["top"], removed: ["region"]),
      "declared parameters changed (+1 −1): +top, −region"
    ),
    (
      .file(.script, Path("stages/x.py"), changed { $0.modified += 60 * second }),
      "script stages/x.py changed (14:02:11Z → 14:03:11Z)"
    ),
    (.file(.script, Path("x.py"), .missing), "script x.py is missing"),
    (.file(.input, Path("data/a.csv"), .missing), "input data/a.csv is missing"),
    (.file(.input, Path("data/a.csv"), .appeared), "input data/a.csv appeared since the last run"),
    (
      .file(.input, Path("a"), .unreadable(SystemFault(number: 13, words: "Permission denied"))),
      "input a cannot be read (Permission denied)"
    ),
    (
      .set(
        .input,
        pattern: "data/raw/*.csv",
        added: [Path("data/raw/a.csv"), Path("data/raw/b.csv")],
        removed: [Path("data/raw/c.csv")]
      ),
      "input set data/raw/*.csv changed (+2 −1):"
        + " +data/raw/a.csv, +data/raw/b.csv, −data/raw/c.csv"
    ),
    (
      .set(.input, pattern: "*", added: (1...9).map { Path("\($0)") }, removed: []),
      "input set * changed (+9): +1, +2, +3 and 6 more"
    ),
    (.changedMeanwhile(Path("data/a.csv")), "data/a.csv changed while the stage last ran"),
    (.file(.output, Path("data/b.json"), .missing), "output data/b.json is missing"),
    (
      .set(.output, pattern: "plots/", added: [], removed: [Path("plots/a.svg")]),
      "output set plots/ changed (−1): −plots/a.svg"
    ),
    (
      .newer(input: Path("data/a.csv"), output: Path("data/b.json")),
      "input data/a.csv is newer than output data/b.json"
    ),
    (.upstreamRanAgain("fetch"), "upstream fetch ran again"),
    (.forced, "forced"),
    (.file(.input, Path("a\u{1B}[2J\n"), .missing), "input a\\u{1b}[2J\\n is missing"),
  ]

  @Test(arguments: cases) func `a reason has its words`(reason: Reason, text: String) {
    #expect(reason.text() == text)
  }

  static let changes: [(Reason.Change, String)] = [
    (changed { $0.modified += 9478 * second }, "changed since the last run (15:02:11 → 17:40:09)"),
    (
      changed { $0.modified += 86_400 * second },
      "changed since the last run (2026-11-20 15:02:11 → 2026-11-21 15:02:11)"
    ),
    (
      changed { $0.modified -= 60 * second },
      "changed since the last run (15:02:11 → 15:01:11, an older file)"
    ),
    (
      changed { $0.modified += 100_000_000 },
      "changed since the last run (15:02:11.500 → 15:02:11.600)"
    ),
    (
      changed { $0.modified += 1000 },
      "changed since the last run (15:02:11.500000 → 15:02:11.500001)"
    ),
    (
      changed { $0.modified += 1 },
      "changed since the last run (15:02:11.500000000 → 15:02:11.500000001)"
    ),
    (changed { $0.size = 14 }, "changed since the last run (12 B → 14 B)"),
    (changed { $0.size = 2_345_678 }, "changed since the last run (12 B → 2.3 MB)"),
    (changed { $0.kind = .folder }, "is now a folder (was a file)"),
    (changed { $0.kind = .special }, "is now a FIFO, a socket or a device (was a file)"),
    (changed { $0.link = "b.csv" }, "is now a link to b.csv"),
    (
      .changed(
        from: Stamp(size: 1, modified: 1, link: "a"),
        to: Stamp(size: 1, modified: 1, link: "b")
      ),
      "is now a link to b (was a)"
    ),
    (
      .changed(from: Stamp(size: 1, modified: 1, link: "a"), to: Stamp(size: 1, modified: 2)),
      "is no longer a link (was a)"
    ),
    (
      .changed(from: Stamp(size: 1_234_567, modified: 1), to: Stamp(size: 1_234_568, modified: 1)),
      "changed since the last run (1234567 B → 1234568 B)"
    ),
  ]

  @Test(arguments: changes)
  func `a change names the two values that differ`(change: Reason.Change, text: String) {
    // One hour ahead of UTC.
    #expect(Reason.file(.input, Path("a"), change).text(.local(offset: 3600)) == "input a " + text)
  }

  @Test func `of long arguments only the part that differs is shown`() {
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
