package import PipelinePlanning

extension SelectionFault {
  /// The message that says why the selection is invalid.
  package var message: Message {
    switch self {
    case .unknownStage(let name, let nearest, let stages):
      Self.unknown("there is no stage \(name.ticked)", nearest, stages)
    case .unknownTarget(let name, let nearest, let stages):
      Self.unknown(
        "there is no stage \(name.ticked), and no stage makes a file of that name",
        nearest,
        stages
      )
    case .outputNotStage(let name, let maker):
      Message("\(name.ticked) is no stage but an output of \(maker.ticked)")
        .with(hint: "`--to` takes outputs too; here it is `\(maker.printable)`")
    case .noStageMatches(let glob):
      Message("no stage's name matches \(glob.ticked)")
        .with(hint: "`pipeline --list-stages` shows them all")
    case .nothingInCommon:
      Message(
        "the selections have no stage in common",
        hint: "several `--stage` add up; `--from`, `--to` and `--downstream` leave what is in all"
      )
    }
  }

  private static func unknown(
    _ headline: String,
    _ nearest: String?,
    _ stages: [String]
  ) -> Message {
    Message(headline, facts: stages.isEmpty ? [] : [("stages", listed(stages, limit: 10))])
      .with(nearest: nearest, else: "`pipeline --list-stages` shows them all")
  }
}
