package import PipelinePlanning

extension SelectionFault {
  /// Why the selection means nothing, in words.
  package var message: Message {
    switch self {
    case .unknownStage(let name, let nearest, let stages):
      Message(
        "there is no stage \(name.ticked), and no stage makes a file of that name",
        facts: stages.isEmpty ? [] : [("stages", listed(stages, limit: 10))],
        hint: nearest.map { "did you mean \($0.ticked)?" }
          ?? "`pipeline --list-stages` shows them all"
      )
    case .noStageMatches(let glob):
      Message(
        "no stage's name matches \(glob.ticked)",
        hint: "`pipeline --list-stages` shows them all"
      )
    case .nothingInCommon:
      Message(
        "the selections have no stage in common",
        hint: "several `--stage` add up; `--from`, `--to` and `--downstream` leave what is in all"
      )
    }
  }
}
