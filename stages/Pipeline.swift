import PipelineDescription

// The repository's sample, or your own transcripts:
//   SESSIONS=~/.claude/projects pipeline --all
let own = Context.environment["SESSIONS"] ?? ""
let sessions = own.isEmpty ? "data/sessions" : own
let data = own.isEmpty ? "data" : "data/own"

let full = "\(data)/full_sessions_data.json"
let enriched = "\(data)/enriched_sessions_data.json"
let routing = "\(data)/routing_patterns_by_period.json"
let marathons = "\(data)/marathon-classification.json"
let segmentation = "\(data)/temporal-segmentation-report.json"
let results = "\(data)/results"
let aggregate = "\(data)/aggregate_results.json"
let report = "\(data)/routing_report.md"
let charts = "\(data)/routing_report"

let shared = "stages/common/*.py"

let pipeline = Pipeline("delegation-retrospective") {
  Stage("extraction", "Read the transcripts, and derive turns, delegations and times") {
    External(folder: sessions)
    External(program: "python3")
    Script(
      "stages/extract_all_sessions.py",
      .input("\(sessions)/**/*.jsonl"),
      .output(full),
      "--cache",
      "\(data)/.extraction-cache"
    )
    Script("stages/extract_enriched_data.py", .input(full), .output(enriched))
    Inputs(shared)
    Timeout(minutes: 20)
  }

  Stage("enrichment", "Find routing patterns and marathon sessions") {
    Upstream("extraction")
    Script("stages/extract_routing_patterns.py", .input(enriched), .output(routing))
    Script("stages/classify_marathons.py", .input(enriched), .output(marathons), "--hours", 2)
    Inputs(shared)
  }

  Stage("segmentation", "Split each project's timeline into segments") {
    Upstream("extraction")
    Script("stages/segment_data.py", .input(enriched), .output(segmentation))
    Inputs(shared)
  }

  Stage("analysis", "Run the three strategies, and join their results") {
    Upstream("enrichment", "segmentation")
    Script(
      "stages/analysis_runner.py",
      "--all",
      "--enriched",
      .input(enriched),
      "--routing",
      .input(routing),
      "--marathons",
      .input(marathons),
      "--segmentation",
      .input(segmentation),
      "--results",
      results,
      "--aggregate",
      .output(aggregate)
    )
    Inputs(shared, "stages/strategies/*.py")
    Outputs("\(results)/delegation.json", "\(results)/tokens.json", "\(results)/failures.json")
  }

  Stage("reporting", "Write the report, with tables and charts") {
    Upstream("analysis")
    Script("stages/generate_routing_report.py", .input(aggregate), .output(report), charts)
    Inputs(shared, "stages/report/*.py")
    Outputs(
      "\(charts)/delegation-by-period.svg",
      "\(charts)/active-time.svg",
      "\(charts)/tokens-by-kind.svg",
      "\(charts)/tool-errors.svg"
    )
  }
}
