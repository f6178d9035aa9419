package import PipelinePlanning

extension SelectionFault {
  package var message: Message {
    switch self {
    case .unknownStage(let name, let nearest, let stages):
      Self.unknown("there is no stage \(name.ticked)", nearest, stages)
    case .unknownTarget(let name, let nearest, let stages):
      Self.unknown(
        "there is no stage or output \(name.ticked)",
        nearest,
        stages
      )
    case .outputNotStage(let name, let maker):
      Message("\(name.ticked) is not a stage, but an output of \(maker.ticked)")
        .with(
          hint: "name the stage `\(maker.printable)`, or select with `--to`, which accepts outputs"
        )
    case .noStageMatches(let glob):
      Message("no stage matches \(glob.ticked)")
        .with(hint: "`pipeline --list-stages` shows all stages")
    case .nothingMatches(let glob):
      Message("no stage and no output matches \(glob.ticked)")
        .with(hint: "`pipeline --list-stages` shows all stages")
    case .nothingInCommon:
      Message(
        "the selections have no stage in common",
        hint:
          "options of the same kind add up; options of different kinds select only their common stages"
      )
    }
  }

  private static func unknown(
    _ headline: String,
    _ nearest: String?,
    _ stages: [String]
  ) -> Message {
    Message(headline, facts: stages.isEmpty ? [] : [("stages", listed(stages, limit: 10))])
      .with(nearest: nearest, else: "`pipeline --list-stages` shows all stages")
  }
}
