import Foundation
import PipelinePlanning
import PipelineReporting
import Testing

/// What a dry run and the list of stages print, whole.
struct PlanTests {
  @Test func `a dry run shows verdicts, reasons and commands`() throws {
    let text = try PlanText(
      graph: PlanSample.graph(),
      plan: PlanSample.plan,
      commands: { PlanSample.commands[$0] ?? [] }
    ).text()
    #expect(
      text == """
        retrospective · 4 stages · 1 to run · 2 may run
        ✓ extraction  up to date
        ▶ enrichment  arguments of stages/routing.py changed (--top 10 → --top 20)
                      input data/sessions.json is missing
                      variable A changed
                      variable B changed
                      … and 2 more reasons (`pipeline why enrichment`)
          python3 stages/routing.py data/sessions.json data/routing.json
        · analysis    may run: depends on enrichment
          sort data/routing.json > data/sorted.json
        · report      may run: depends on enrichment, analysis
          python3 stages/report.py \\u{1b}[2J
        1 to run, 2 may run, 1 up to date · dry run: nothing was changed

        """
    )
  }

  @Test func `verbose shows every reason, ASCII has stand-ins`() throws {
    let text = try PlanText(
      graph: PlanSample.graph(),
      plan: PlanSample.plan,
      commands: { _ in [] },
      display: Display(style: Style(hasColor: false, isUnicode: false), verbosity: .verbose)
    ).text()
    #expect(
      text == """
        retrospective - 4 stages - 1 to run - 2 may run
        ok extraction  up to date
        > enrichment  arguments of stages/routing.py changed (--top 10 -> --top 20)
                      input data/sessions.json is missing
                      variable A changed
                      variable B changed
                      variable C changed
                      variable D changed
        - analysis    may run: depends on enrichment
        - report      may run: depends on enrichment, analysis
        1 to run, 2 may run, 1 up to date - dry run: nothing was changed

        """
    )
  }

  @Test func `a dry run with nothing to do says so, quietly in two lines`() throws {
    let graph = try PlanSample.graph()
    let text = PlanText(graph: graph, plan: PlanSample.idle, commands: { _ in [] }).text()
    #expect(
      text == """
        retrospective · 4 stages · 0 to run
        ✓ extraction  up to date
        ✓ enrichment  up to date
        ✓ analysis    up to date
        ✓ report      up to date
        ✓ nothing to do · 4 up to date

        """
    )
    let quiet = PlanText(
      graph: graph,
      plan: PlanSample.idle,
      commands: { _ in [] },
      display: Display(verbosity: .quiet)
    ).text()
    #expect(
      quiet == """
        retrospective · 4 stages · 0 to run
        ✓ nothing to do · 4 up to date

        """
    )
  }

  @Test func `the list of stages has order, state, summary and upstream`() throws {
    let text = try PlanSample.plan.stageListText(PlanSample.graph())
    #expect(
      text == """
        1  extraction  up to date
           Read the raw transcripts
        2  enrichment  to run: arguments of stages/routing.py changed (--top 10 → --top 20) \
        (and 5 more reasons)
           Routing patterns · after extraction
        3  analysis    may run: depends on enrichment
           after enrichment
        4  report      may run: depends on enrichment, analysis
           Tables and charts · after analysis

        """
    )
  }

  @Test func `the plan as JSON`() throws {
    let text = try PlanSample.plan.json(PlanSample.graph()) { PlanSample.commands[$0] ?? [] }
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    )
    #expect(Set(object.keys) == ["pipeline", "to_run", "may_run", "up_to_date", "stages"])
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
