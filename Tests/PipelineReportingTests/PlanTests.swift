import Foundation
import PipelinePlanning
import PipelineReporting
import RecordedTexts
import Testing

/// The whole output of a dry run and of the list of stages.
struct PlanTests {
  @Test func `a dry run shows verdicts, reasons and commands`() throws {
    let text = try PlanText(
      graph: PlanSample.graph(),
      plan: PlanSample.plan,
      commands: { PlanSample.commands[$0] ?? [] }
    ).text()
    expectRecorded(text)
  }

  @Test func `verbose shows every reason, ASCII has stand-ins`() throws {
    let text = try PlanText(
      graph: PlanSample.graph(),
      plan: PlanSample.plan,
      commands: { _ in [] },
      display: Display(style: Style(hasColor: false, isUnicode: false), verbosity: .verbose)
    ).text()
    expectRecorded(text)
  }

  @Test func `a dry run with nothing to do says so, quietly in two lines`() throws {
    let graph = try PlanSample.graph()
    let text = PlanText(graph: graph, plan: PlanSample.idle, commands: { _ in [] }).text()
    expectRecorded(text)
    let quiet = PlanText(
      graph: graph,
      plan: PlanSample.idle,
      commands: { _ in [] },
      display: Display(verbosity: .quiet)
    ).text()
    expectRecorded(quiet, "2")
  }

  @Test func `the list of stages has order, state, summary and upstream`() throws {
    let text = try PlanSample.plan.stageListText(PlanSample.graph())
    expectRecorded(text)
  }

  @Test func `the plan as JSON`() throws {
    let text = try PlanSample.plan.json(PlanSample.graph(), price: PlanSample.price) {
      PlanSample.commands[$0] ?? []
    }
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    )
    #expect(Set(object.keys) == ["pipeline", "to_run", "may_run", "up_to_date", "price", "stages"])
    #expect(
      object["price"] as? NSDictionary == [
        "work_seconds": 3.5, "wall_seconds": 2.25, "jobs": 2, "known": 2, "unknown": 1,
      ]
    )
    let stages = try #require(object["stages"] as? [[String: Any]])
    #expect(stages.map { $0["verdict"] as? String } == ["up_to_date", "run", "may_run", "may_run"])
    let reasons = try #require(stages[1]["reasons"] as? [[String: Any]])
    #expect(reasons.count == 6)
    #expect(
      reasons[0] as NSDictionary == [
        "kind": "arguments_changed", "script": "stages/routing.py", "from": ["--top", "10"],
        "to": ["--top", "20"],
        "text": "arguments of stages/routing.py changed (--top 10 → --top 20)",
      ]
    )
    #expect(
      stages[3] as NSDictionary == [
        "stage": "report", "verdict": "may_run", "reasons": [String](),
        "depends_on": ["enrichment", "analysis"], "upstream": ["analysis"], "inputs": [String](),
        "outputs": ["data/report.md"], "commands": ["python3 stages/report.py \u{1B}[2J"],
      ]
    )
  }

  @Test func `the list of stages as JSON`() throws {
    let text = try PlanSample.plan.stageListJSON(PlanSample.graph())
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    )
    let stages = try #require(object["stages"] as? [[String: Any]])
    #expect(
      stages[0] as NSDictionary == [
        "position": 1, "stage": "extraction", "summary": "Read the raw transcripts",
        "verdict": "up_to_date", "reasons": [String](), "upstream": [String](),
        "inputs": ["data/raw/*.jsonl"], "outputs": ["data/sessions.json"],
      ]
    )
  }
}
