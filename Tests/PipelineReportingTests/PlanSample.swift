import PipelineDescription
import PipelinePlanning
import PipelineTestSupport

/// A pipeline of four stages, and a plan of it, for the tests to show.
enum PlanSample {
  static let pipeline = Pipeline("retrospective") {
    Stage("extraction", "Read the raw transcripts") {
      Script("stages/extract.py", .input("data/raw/*.jsonl"), .output("data/sessions.json"))
    }
    Stage("enrichment", "Routing patterns") {
      Script("stages/routing.py", .input("data/sessions.json"), .output("data/routing.json"))
    }
    Stage("analysis") {
      Command("sort \(input: "data/routing.json") > \(output: "data/sorted.json")")
    }
    Stage("report", "Tables and charts") {
      Upstream("analysis")
      Script("stages/report.py", .output("data/report.md"))
    }
  }

  static func graph() throws -> Graph {
    try Graph(pipeline, resolver: PathResolver(root: "/srv", home: nil))
  }

  static let reasons: [Reason] = [
    .recipe(.arguments(script: "stages/routing.py"), from: ["--top", "10"], to: ["--top", "20"]),
    .file(.input, Path("data/sessions.json"), .missing),
    .recipe(.variable("A"), from: [], to: []), .recipe(.variable("B"), from: [], to: []),
    .recipe(.variable("C"), from: [], to: []), .recipe(.variable("D"), from: [], to: []),
  ]

  static let plan = Plan(entries: [
    Plan.Entry(stage: 0, verdict: .upToDate),
    Plan.Entry(stage: 1, verdict: .run(reasons)),
    Plan.Entry(stage: 2, verdict: .mayRun(after: ["enrichment"])),
    Plan.Entry(stage: 3, verdict: .mayRun(after: ["enrichment", "analysis"])),
  ])

  static let idle = Plan(entries: (0..<4).map { Plan.Entry(stage: $0, verdict: .upToDate) })

  static var price: Price {
    var price = Price()
    (price.work, price.wall, price.jobs) = (3.5, 2.25, 2)
    (price.known, price.unknown) = (2, 1)
    return price
  }

  static let commands: [StageID: [String]] = [
    1: ["python3 stages/routing.py data/sessions.json data/routing.json"],
    2: ["sort data/routing.json > data/sorted.json"], 3: ["python3 stages/report.py \u{1B}[2J"],
  ]
}
