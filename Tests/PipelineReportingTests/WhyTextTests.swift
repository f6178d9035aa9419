import PipelineReporting
import PipelineTestSupport
import RecordedTexts
import Testing

@testable import PipelinePlanning

/// The whole output of `why` in situations that are hard to create from outside.
struct WhyTextTests {
  private static func text(
    _ status: StageStatus,
    chain: [Explanation.Link] = [],
    downstream: Explanation.Downstream = Explanation.Downstream(),
    _ background: Background = Background(basis: .records),
    verbosity: Verbosity = .normal
  ) throws -> String {
    let explanation = Explanation(
      status: status,
      chain: chain,
      before: [],
      downstream: downstream,
      background: background
    )
    return try PlanSample.graph().whyText([explanation], display: Display(verbosity: verbosity))
  }

  private static func record(_ duration: Double?, _ acceptance: Acceptance? = nil) -> Record {
    let file = ObservedFile(Path("a"), .present(Stamp(size: 1, modified: 1)))
    return Record(
      run: "20261120T100000.123-29c9",
      recipe: Recipe(
        steps: [Recipe.Step(script: "s.py", arguments: ["-x"])],
        variables: [Recipe.Variable(name: "A", digest: nil)],
        parameters: [Recipe.Parameter(name: "p", value: "1")],
        inputs: ["a", "b/"],
        outputs: []
      ),
      scripts: [file],
      inputs: [FileSet(pattern: "a", files: [file]), FileSet(pattern: "b/", files: [file, file])],
      outputs: [],
      upstream: ["other": "R"],
      duration: duration,
      acceptance: acceptance
    )
  }

  @Test func `why explains stages that are up to date or accepted`() throws {
    let acceptance = Acceptance(time: Sample.time, reason: "only comments\u{1B}")
    var background = Background(
      record: Self.record(4.5, acceptance),
      basis: .records,
      isByContent: true
    )
    expectRecorded(try Self.text(StageStatus(stage: 0, state: .upToDate), background))
    background = Background(record: Self.record(nil), basis: .records)
    expectRecorded(
      try Self.text(StageStatus(stage: 0, state: .upToDate), background),
      "by Make's rule"
    )
  }

  @Test func `why explains a root that never ran by the times of files`() throws {
    let background = Background(
      basis: .make,
      stamps: [
        Path("in"): Stamp(size: 1_200, modified: Sample.time * 1_000_000),
        Path("out"): Stamp(size: 7, modified: (Sample.time - 1000) * 1_000_000),
      ]
    )
    expectRecorded(try Self.text(StageStatus(stage: 0, state: .upToDate), background))
    let stale = StageStatus(
      stage: 0,
      state: .stale,
      reasons: [.newer(input: Path("in"), output: Path("out"))]
    )
    expectRecorded(try Self.text(stale, background), "2")
  }

  @Test func `why shows the first reasons, causes and names, and all with -v`() throws {
    let reasons = (0..<14).map { Reason.recipe(.variable("V\($0)"), from: [], to: []) }
    let chain = (0..<14).map { _ in Explanation.Link(stage: 1, cause: .reasons([.neverRun])) }
    let status = StageStatus(stage: 0, state: .stale, reasons: reasons)
    let after = Explanation.Downstream(mayRun: Array(repeating: 2, count: 14))
    let lines = try Self.text(status, chain: chain, downstream: after).split(separator: "\n")
    #expect(lines.count == 1 + 2 * 10 + 1 + 10 + 1 + 1)
    #expect(lines[21] == "  … and 4 more reasons (-v)")
    #expect(lines[32] == "  … and 4 more first causes (-v)")
    #expect(lines[33].hasSuffix("analysis and 4 more"))
    let all = try Self.text(status, chain: chain, downstream: after, verbosity: .verbose)
    #expect(all.split(separator: "\n").count == 1 + 2 * 14 + 14 + 1)
    #expect(!all.contains("more"))
  }

  @Test func `why names the first cause even behind many steps`() throws {
    let wide = [0, 2, 3].map {
      Explanation.Link(stage: 1, cause: .upstream($0, reads: ["out/*"]))
    }
    let long = (0..<14).map {
      Explanation.Link(stage: StageID($0 % 2 * 2), cause: .upstream(3, reads: []))
    }
    let cause = Explanation.Link(stage: 3, cause: .reasons([.neverRun, .alwaysRuns]))
    let status = StageStatus(stage: 1, state: .mayRun, pending: ["extraction"])
    expectRecorded(try Self.text(status, chain: wide + long + [cause]))
  }

  @Test func `why explains the start of a running stage`() throws {
    let last = Sample.begun(
      "extraction",
      2,
      at: Sample.time,
      reasons: [.neverRun, .recipe(.variable("A"), from: [], to: [])],
      log: "l/e.2.log"
    )
    let status = StageStatus(
      stage: 0,
      state: .running,
      reasons: [.runsNow(since: Sample.time)],
      last: last
    )
    expectRecorded(
      try Self.text(status, downstream: Explanation.Downstream(runs: [1], mayRun: [2, 3]))
    )
    var waiting = status
    waiting.last?.ended = Event.AttemptSummary(stage: "", decision: .again(after: 5))
    #expect(try Self.text(waiting).hasPrefix("▶ extraction  waits for its next attempt\n"))
  }

  @Test func `why prints ASCII without colour and Unicode`() throws {
    let status = StageStatus(
      stage: 1,
      state: .stale,
      reasons: [.set(.input, pattern: "a/*", added: [Path("a/1")], removed: [Path("a/2")])]
    )
    let explanation = Explanation(
      status: status,
      chain: [],
      before: [],
      downstream: Explanation.Downstream(),
      background: Background(basis: .records)
    )
    let ascii = Display(style: Style(hasColor: false, isUnicode: false))
    let text = try PlanSample.graph().whyText([explanation], display: ascii)
    expectRecorded(text)
  }
}
