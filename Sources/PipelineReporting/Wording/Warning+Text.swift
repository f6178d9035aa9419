internal import PipelineDescription
package import PipelinePlanning

extension Event.Warning {
  package func message(_ time: TimeDisplay = .utc) -> Message {
    switch self {
    case .upstreamStale(let stage, let upstream, let reason):
      Message(
        "stage \(stage.ticked) reads from \(upstream.ticked), which is stale and not selected",
        facts: [("reason", reason.text(time))],
        hint: "`pipeline --to \(stage.printable)` also runs the stages that it needs"
      )
    case .inputChangedMeanwhile(let stage, let path, again: true):
      Message(
        "\(path.ticked) changed while stage \(stage.ticked) ran, as in its last run:"
          + " the stage itself seems to change it",
        hint: "a stage that changes its own input is never up to date; let it write another file"
      )
    case .inputChangedMeanwhile(let stage, let path, again: false):
      Message("\(path.ticked) changed while stage \(stage.ticked) ran: the stage is stale again")
    case .outputKept(let stage, let path, let copy):
      Message(
        "output \(path.ticked) of stage \(stage.ticked) has changed since the stage made it: a copy was kept",
        facts: [("copy", copy)]
      )
    case .futureTime(let stage, let path):
      Message(
        "\(path.ticked), an input of stage \(stage.ticked), has a modification time in the future"
      )
      .with(hint: "`touch \(shellQuoted(path))` sets it to now")
    case .recordsDamaged:
      Message(
        "the records in `.pipeline/state` are damaged: some up-to-date stages will run again"
      )
    case .recordsNotWritten(let fault):
      Message("the records could not be written: stages that are not recorded run again next time")
        .with(facts: [("system", "\(fault.words) (errno \(fault.number))")])
    case .logNotWritten(let fault):
      Message("the log could not be written, so it lacks lines; the records do not depend on it")
        .with(facts: [("system", "\(fault.words) (errno \(fault.number))")])
    case .manifestChanged(let path):
      Message("\(path.ticked) changed after the run began; the run uses the version from its start")
    case .outputsUndone(let stage, let run, let isRestored, let kept):
      Message(
        "an earlier attempt of stage \(stage.ticked) was undone: "
          + (isRestored ? "its earlier outputs were restored" : "its outputs were removed"),
        facts: [("run", run)] + (kept.map { [("kept", $0)] } ?? [])
      )
    case .outputsNotUndone(let stage, let path, let fault):
      Message(
        "changes of stage \(stage.ticked) to \(path.ticked) could not be undone; the runner tries again before the stage runs",
        facts: [("system", fault.words)]
      )
    case .asideUnknown(let folder):
      Message(
        "earlier outputs are in \(folder.ticked); the records are damaged, so their run is unknown",
        hint: "copy back what you need, and remove the folder"
      )
    case .leftBehind(let stage, let orphans):
      orphans.message(
        headline: "stage \(stage.ticked) left a process outside its process group"
      )
    case .other(_, let text): Message(text)
    }
  }
}
