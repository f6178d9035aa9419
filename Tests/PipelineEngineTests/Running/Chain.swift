import PipelineDescription
import PipelinePlanning
import PipelineTestSupport

/// A chain of three stages and one separate stage, with the files that they need.
func makeChain() -> TestRoot {
  let root = TestRoot(
    Pipeline("chain") {
      Stage("a") { Script("a.sh", .input("raw"), .output("a.out")) }
      Stage("b") { Script("b.sh", .input("a.out"), .output("b.out")) }
      Stage("c") { Script("c.sh", .input("b.out"), .output("c.out")) }
      Stage("d") { Script("d.sh", .input("other"), .output("d.out")) }
    }
  )
  for name in ["a.sh", "b.sh", "c.sh", "d.sh", "raw", "other"] {
    root.files.write("first \(name)", to: Path(name))
  }
  return root
}

/// The kind and subject of a reason, without the values.
func kind(of reason: Reason) -> String {
  switch reason {
  case .lastAttemptFailed: "failed"
  case .lastAttemptInterrupted: "interrupted"
  case .neverRun: "never run"
  case .alwaysRuns: "always"
  case .file(.script, let path, _): "script \(path.text)"
  case .file(let role, let path, .missing): "\(role.rawValue) \(path.text) missing"
  case .file(let role, let path, _): "\(role.rawValue) \(path.text)"
  case .set(.input, let pattern, let added, let removed):
    "set \(pattern) +\(added.count) -\(removed.count)"
  case .changedMeanwhile(let path): "meanwhile \(path.text)"
  case .newer(let input, _): "newer \(input.text)"
  case .upstreamRanAgain(let name): "upstream \(name)"
  case .forced: "forced"
  case .recipe(.arguments(let script), _, _): "arguments \(script)"
  case .recipe(.command, _, _): "command"
  case .recipe(.variable(let name), _, _): "variable \(name)"
  default: "\(reason)"
  }
}

/// The reasons of each started stage, in short form.
func kinds(_ run: FinishedRun) -> [String: [String]] {
  run.reporter.reasons.mapValues { $0.map(kind) }
}
