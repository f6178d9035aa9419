internal import PipelineDescription
package import PipelinePlanning

extension Event.Warning {
  private static func hint(undeclared path: String) -> String {
    var writer = JSONWriter()
    writer.string(path)
    let text = writer.text
    return "write `.input(\(text))` or `.output(\(text))`; `.text(\(text))` means the text alone"
  }

  package func message(_ time: TimeDisplay = .utc) -> Message {
    switch self {
    case .upstreamStale(let stage, let upstream, let reason, let others) where !others.isEmpty:
      Message(
        "stage \(stage.ticked) reads from \(others.count + 1) stages that are stale and not selected",
        facts: [
          ("stages", listed([upstream] + others, limit: 8)),
          ("reason", "\(upstream): \(reason.text(time))"),
        ],
        hint: "`pipeline --to \(shellQuoted(stage))` also runs the stages that it needs"
      )
    case .stagesLack(let stages, let what, let name):
      Message(
        (stages.count == 1 ? "stage \(stages[0].ticked) is" : "\(stages.count) stages are")
          + " blocked: the \(what) \(name.ticked) is missing or unusable",
        facts: stages.count == 1 ? [] : [("stages", listed(stages, limit: 12))]
      )
    case .nearTimeLimit(let stage, let limit, let usual, let inJSON):
      Message(
        usual.map {
          "stage \(stage.ticked) usually takes \(durationText($0)), and its time limit is \(limitText(.seconds(limit)))"
        }
          ?? "stage \(stage.ticked) has used four fifths of its time limit of \(limitText(.seconds(limit)))",
        hint:
          "`\(Self.longerTimeout(than: limit, inJSON: inJSON))` in the stage gives it twice the time"
      )
    case .memoryAboveDeclared(let stage, let declared, let peak):
      Message(
        "stage \(stage.ticked) took more memory than it declares",
        facts: [("declared", sizeText(declared)), ("peak", sizeText(peak))],
        hint: "raise `memory` in its `Resources`, so that not too many stages run at once"
      )
    case .upstreamStale(let stage, let upstream, let reason, _):
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
        "output \(path.ticked) of stage \(stage.ticked) has changed since the stage made it; a copy of the changed file was kept",
        facts: [("copy", copy)]
      )
    case .earlierFilesKept(let stage, let path, let files, let size, let copy):
      Message(
        "stage \(stage.ticked) did not make \(counted(files, "earlier file")) of `\(path)/` again",
        facts: [("size", sizeText(size)), ("kept in", copy)]
      )
    case .futureTime(let stage, let path):
      Message(
        "\(path.ticked), an input of stage \(stage.ticked), has a modification time in the future"
      )
      .with(hint: "`touch \(shellQuoted(path))` sets it to now")
    case .undeclaredArgument(let stage, let path, let others):
      Message(
        "stage \(stage.ticked) passes \(path.ticked) as a plain argument, and does not declare it",
        facts: others.isEmpty ? [] : [("also", listed(others, limit: 5))],
        hint: Self.hint(undeclared: path)
      )
    case .longGlob(let stage, let pattern, let bytes, let limit):
      Message(
        "a command of stage \(stage.ticked) has a glob with more names than a command line holds",
        facts: [("glob", pattern), ("names", "\(bytes) bytes"), ("limit", "\(limit) bytes")],
        hint: AttemptEnd.hintForManyNames
      )
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
        "changes by stage \(stage.ticked) to \(path.ticked) could not be undone; the runner tries again before the stage runs",
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

  /// Returns the clause for twice this limit in seconds, in the words of the manifest.
  private static func longerTimeout(than limit: Double, inJSON: Bool) -> String {
    let seconds = Int(max(1, (limit * 2).rounded(.up)))
    if inJSON { return "\"timeout\": \(seconds)" }
    return seconds < 120 || !seconds.isMultiple(of: 60)
      ? "Timeout(.seconds(\(seconds)))" : "Timeout(.minutes(\(seconds / 60)))"
  }
}
