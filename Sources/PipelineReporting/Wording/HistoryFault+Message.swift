internal import PipelineDescription
package import PipelinePlanning

extension HistoryFault {
  package var message: Message {
    switch self {
    case .unknownRun(let name, let nearest, let isStage):
      Message(
        "there is no run \(name.ticked)",
        hint: isStage
          ? "`pipeline log --stage \(shellQuoted(name).printable)` shows the attempts of the stage"
          : nearest.map { "did you mean \($0.ticked)?" }
            ?? "`pipeline log` lists the last runs; `pipeline log last` shows the last one"
      )
    case .ambiguousRun(let name, let runs):
      Message("the ids of several runs begin with \(name.ticked)")
        .with(facts: [("runs", listed(runs, limit: 4))])
        .with(hint: "write more characters of the id")
    case .unknownStage(let name, let nearest, let stages):
      Message("no run has started a stage \(name.ticked)")
        .with(facts: stages.isEmpty ? [] : [("stages", listed(stages, limit: 10))])
        .with(nearest: nearest, else: "`pipeline log` lists the last runs")
    case .stageNotInRun(let name, let run, let stages):
      Message(
        "stage \(name.ticked) was not started in run \(run.ticked)",
        facts: stages.isEmpty ? [] : [("stages", listed(stages, limit: 10))],
        hint: "`pipeline log --stage \(shellQuoted(name).printable)` shows its attempts in all runs"
      )
    case .outputGone(let stage, let path):
      Message("the printed output of stage \(stage.ticked) was removed", facts: [("log", path)])
    case .noOutput(let stage, let end):
      Message("stage \(stage.ticked) printed nothing, because it was not started")
        .with(facts: end.isEmpty ? [] : [("result", end)])
    case .unreadable(let path, let fault):
      Message("\(path.ticked) cannot be read", facts: [("system", fault.words)])
    }
  }
}
