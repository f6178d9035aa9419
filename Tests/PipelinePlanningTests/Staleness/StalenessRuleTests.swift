import PipelineTestSupport
import Testing

@testable import PipelinePlanning

/// The staleness rule as a table: the recorded state, the current state and all reasons.
struct StalenessRuleTests {
  private static let recipe = Recipe(
    steps: [Recipe.Step(script: "a.sh", arguments: ["--top", "10"])],
    variables: [Recipe.Variable(name: "REGION", digest: "1")],
    parameters: [Recipe.Parameter(name: "top", value: "10")],
    inputs: ["in", "raw/*"],
    outputs: ["out"]
  )

  private static func file(_ path: String, _ time: Int64? = 10) -> ObservedFile {
    ObservedFile(Path(path), time.map { .present(Stamp(size: 1, modified: $0)) } ?? .missing)
  }

  private static let stamp = Stamp(size: 1, modified: 10)

  private static let seen = Observation(
    recipe: recipe,
    scripts: [file("a.sh")],
    inputs: [
      FileSet(pattern: "in", files: [file("in")]),
      FileSet(pattern: "raw/*", files: [file("raw/1"), file("raw/2")]),
    ],
    outputs: [FileSet(pattern: "out", files: [file("out")])],
    upstream: ["load": "r1"]
  )

  private static let record = Record(
    run: "r1",
    recipe: recipe,
    scripts: seen.scripts,
    inputs: seen.inputs,
    outputs: seen.outputs,
    upstream: ["load": "r1"]
  )

  /// A change of the current state, and the reasons that it gives.
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reasons: [Reason]
    let change: @Sendable (inout Observation) -> Void

    init(
      _ name: String,
      _ reasons: [Reason],
      _ change: @escaping @Sendable (inout Observation) -> Void
    ) {
      testDescription = name
      self.reasons = reasons
      self.change = change
    }
  }

  static let rows = [
    Row("nothing", []) { _ in },
    Row("a script added", [.recipe(.scripts, from: ["a.sh"], to: ["a.sh", "b"])]) {
      $0.recipe.steps.append(Recipe.Step(script: nil, arguments: ["b"]))
    },
    Row("arguments", [.recipe(.arguments(script: "a.sh"), from: ["--top", "10"], to: ["20"])]) {
      $0.recipe.steps[0].arguments = ["20"]
    },
    Row("interpreter", [.recipe(.interpreter(script: "a.sh"), from: [], to: ["sh"])]) {
      $0.recipe.steps[0].interpreter = "sh"
    },
    Row("inputs declared", [.declared(.inputs, added: ["x"], removed: ["raw/*"])]) {
      $0.recipe.inputs = ["in", "x"]
    },
    Row("outputs declared", [.declared(.outputs, added: ["x"], removed: ["out"])]) {
      $0.recipe.outputs = ["x"]
    },
    Row("a variable", [.recipe(.variable("REGION"), from: [], to: [])]) {
      $0.recipe.variables[0].digest = nil
    },
    Row("a parameter", [.recipe(.parameter("top"), from: ["10"], to: ["20"])]) {
      $0.recipe.parameters[0].value = "20"
    },
    Row("other parameters", [.declared(.parameters, added: ["x"], removed: ["top"])]) {
      $0.recipe.parameters = [Recipe.Parameter(name: "x", value: "10")]
    },
    Row("other variables", [.declared(.variables, added: ["X"], removed: ["REGION"])]) {
      $0.recipe.variables = [Recipe.Variable(name: "X", digest: nil)]
    },
    Row("script gone", [.file(.script, Path("a.sh"), .missing)]) {
      $0.scripts = [file("a.sh", nil)]
    },
    Row(
      "older input",
      [.file(.input, Path("in"), .changed(from: stamp, to: Stamp(size: 1, modified: 9)))]
    ) {
      $0.inputs[0].files = [file("in", 9)]
    },
    Row(
      "input unreadable",
      [.file(.input, Path("in"), .unreadable(SystemFault(number: 5, words: "x")))]
    ) {
      $0.inputs[0].files[0].state = .unreadable(SystemFault(number: 5, words: "x"))
    },
    Row("a set", [.set(.input, pattern: "raw/*", added: [Path("raw/3")], removed: [Path("raw/1")])])
    {
      $0.inputs[1].files = [file("raw/2"), file("raw/3")]
    },
    Row("output gone", [.file(.output, Path("out"), .missing)]) {
      $0.outputs[0].files = [file("out", nil)]
    },
    Row(
      "output a folder",
      [
        .file(
          .output,
          Path("out"),
          .changed(from: stamp, to: Stamp(kind: .folder, size: 0, modified: 0))
        )
      ]
    ) {
      $0.outputs[0].files[0].state = .present(Stamp(kind: .folder, size: 0, modified: 0))
    },
    Row("upstream ran", [.upstreamRanAgain("load")]) { $0.upstream["load"] = "r2" },
    Row("upstream forgotten", [.upstreamRanAgain("load")]) {
      $0.upstream.updateValue(nil, forKey: "load")
    },
  ]

  /// A history, and the reasons that it gives by itself.
  private static let histories: [(StageHistory.LastAttempt, [Reason])] = [
    (.succeeded, []),
    (.failed(.exited(code: 2, script: 0)), [.lastAttemptFailed(.exited(code: 2, script: 0))]),
    (.failed(.stopped), [.lastAttemptInterrupted]),
    (.started(run: "r2"), [.lastAttemptInterrupted]),
  ]

  @Test(arguments: rows)
  func `every change is a reason, in every history and under every rule`(row: Row) {
    var now = Self.seen
    row.change(&now)
    for (attempt, first) in Self.histories {
      let history = StageHistory(lastAttempt: attempt, record: Self.record)
      for basis in [StalenessRule.Basis.records, .make] {
        let expected = first + row.reasons
        #expect(StalenessRule(basis: basis).reasons(now, history: history) == expected)
        // Forced is a reason only if there is no other.
        #expect(
          StalenessRule(basis: basis, isForced: true).reasons(now, history: history)
            == (expected.isEmpty ? [.forced] : expected)
        )
      }
    }
  }

  @Test func `a stage without a record has never run here`() {
    let staleness = StalenessRule(basis: .records)
    #expect(staleness.reasons(Self.seen, history: nil) == [.neverRun])
    for (attempt, first) in Self.histories {
      let history = StageHistory(lastAttempt: attempt, record: nil)
      #expect(
        staleness.reasons(Self.seen, history: history) == (first.isEmpty ? [.neverRun] : first)
      )
    }
  }

  @Test func `a salted digest is equal to itself and to an earlier one without salt`() {
    typealias Variable = Recipe.Variable
    let now = Variable(name: "A", digest: "salted", unsalted: "plain")
    let rows: [(Variable, Bool)] = [
      (Variable(name: "A", digest: "salted"), true), (Variable(name: "A", digest: "plain"), true),
      (Variable(name: "A", digest: "other"), false), (Variable(name: "A", digest: nil), false),
      (Variable(name: "B", digest: "salted"), false),
    ]
    for (recorded, isEqual) in rows {
      #expect((recorded == now) == isEqual)
      #expect((now == recorded) == isEqual)
    }
    #expect(Variable(name: "A", digest: nil) == Variable(name: "A", digest: nil))
  }

  @Test func `arguments and links that differ only in the encoding of a letter differ`() {
    let composed = "caf\u{E9}"
    let decomposed = "cafe\u{301}"
    #expect(
      Recipe.Step(script: nil, arguments: [composed])
        != Recipe.Step(script: nil, arguments: [decomposed])
    )
    #expect(
      Stamp(size: 1, modified: 1, link: composed) != Stamp(size: 1, modified: 1, link: decomposed)
    )
    #expect(FileSet(pattern: composed, files: []) != FileSet(pattern: decomposed, files: []))
  }

  @Test func `the rule reports a file that changed during the run, even if the file is gone`() {
    var record = Self.record
    record.changedMeanwhile = [Path("in"), Path("raw/9")]
    let history = StageHistory(lastAttempt: .succeeded, record: record)
    #expect(
      StalenessRule(basis: .records).reasons(Self.seen, history: history)
        == [.changedMeanwhile(Path("in")), .changedMeanwhile(Path("raw/9"))]
    )
  }

  @Test func `a stage without inputs and outputs always runs`() {
    let recipe = Recipe(steps: [], variables: [], inputs: [], outputs: [])
    let now = Observation(recipe: recipe, scripts: [], inputs: [], outputs: [], upstream: [:])
    let record = Record(
      run: "r",
      recipe: recipe,
      scripts: [],
      inputs: [],
      outputs: [],
      upstream: [:]
    )
    let history = StageHistory(lastAttempt: .succeeded, record: record)
    #expect(StalenessRule(basis: .records).reasons(now, history: history) == [.alwaysRuns])
    #expect(StalenessRule(basis: .make).reasons(now, history: nil) == [.neverRun])
  }

  @Test(
    arguments: [
      (10, 10, true), (9, 10, true), (11, 10, false),
    ] as [(Int64, Int64, Bool)]
  )
  func `equal times are up to date by Make's rule`(input: Int64, output: Int64, isUpToDate: Bool) {
    var now = Self.seen
    now.inputs[0].files = [Self.file("in", input)]
    now.outputs[0].files = [Self.file("out", output)]
    #expect(
      StalenessRule(basis: .make).reasons(now, history: nil)
        == (isUpToDate ? [] : [.newer(input: Path("in"), output: Path("out"))])
    )
    now.inputs[0].files = [Self.file("in")]
    now.scripts = [Self.file("a.sh", input)]
    #expect(StalenessRule(basis: .make).reasons(now, history: nil).isEmpty == isUpToDate)
  }

  @Test func `a missing file is stale by Make's rule`() {
    var now = Self.seen
    now.outputs[0].files = [Self.file("out", nil)]
    #expect(
      StalenessRule(basis: .make).reasons(now, history: nil) == [
        .file(.output, Path("out"), .missing)
      ]
    )
    now = Self.seen
    now.inputs[0].files = [Self.file("in", nil)]
    #expect(
      StalenessRule(basis: .make).reasons(now, history: nil) == [
        .file(.input, Path("in"), .missing)
      ]
    )
    now = Self.seen
    now.outputs = []
    now.recipe.outputs = []
    #expect(StalenessRule(basis: .make).reasons(now, history: nil) == [.neverRun])
  }

  @Test func `generated sets differ as a naive comparison says`() {
    var random = SeededGenerator(seed: 2)
    func files() -> [ObservedFile] {
      (0..<8).filter { _ in Bool.random(using: &random) }.map {
        Self.file("f\($0)", Int64.random(in: 1...2, using: &random))
      }
    }
    for _ in 0..<2_000 {
      let old = files()
      let new = files()
      let difference = SetDifference(
        old: FileSet(pattern: "p", files: old),
        new: FileSet(pattern: "p", files: new)
      )
      let before = Dictionary(uniqueKeysWithValues: old.map { ($0.path, $0.state) })
      let after = Dictionary(uniqueKeysWithValues: new.map { ($0.path, $0.state) })
      #expect(difference.added == new.map(\.path).filter { before[$0] == nil })
      #expect(difference.removed == old.map(\.path).filter { after[$0] == nil })
      #expect(
        difference.changed.map(\.path)
          == new.filter { before[$0.path] != nil && before[$0.path] != $0.state }.map(\.path)
      )
    }
  }
}
