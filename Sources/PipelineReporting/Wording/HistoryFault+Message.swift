internal import PipelineDescription
package import PipelinePlanning

extension HistoryFault {
  /// The message that says why the history has no answer.
  package var message: Message {
    switch self {
    case .unknownRun(let name, let nearest, let isStage):
      Message(
        "there is no run \(name.ticked)",
        hint: isStage
          ? "`pipeline log --stage \(shellQuoted(name).printable)` shows the attempts of the stage"
          : nearest.map { "did you mean \($0.ticked)?" }
            ?? "`pipeline log` shows the last runs; `pipeline log last` the last of them"
      )
    case .ambiguousRun(let name, let runs):
      Message("several runs have ids that begin with \(name.ticked)")
        .with(facts: [("runs", listed(runs, limit: 4))])
        .with(hint: "write more of the id")
    case .unknownStage(let name, let nearest, let stages):
      Message("no run has had a stage \(name.ticked)")
        .with(facts: stages.isEmpty ? [] : [("stages", listed(stages, limit: 10))])
        .with(nearest: nearest, else: "`pipeline log` shows the last runs")
    case .stageNotInRun(let name, let run, let stages):
      Message(
        "stage \(name.ticked) was not started in run \(run.ticked)",
        facts: stages.isEmpty ? [] : [("stages", listed(stages, limit: 10))],
        hint: "`pipeline log --stage \(shellQuoted(name).printable)` shows the runs it was in"
      )
    case .outputGone(let stage, let path):
      Message("what stage \(stage.ticked) printed is no longer there", facts: [("log", path)])
    case .noOutput(let stage, let end):
      Message("stage \(stage.ticked) printed nothing: it was not started")
        .with(facts: end.isEmpty ? [] : [("end", end)])
    case .unreadable(let path, let fault):
      Message("\(path.ticked) cannot be read", facts: [("system", fault.words)])
    }
  }
}
