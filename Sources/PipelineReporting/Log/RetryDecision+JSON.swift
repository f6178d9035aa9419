internal import PipelineDescription
internal import PipelinePlanning

/// What follows a failed attempt, as data.
///
/// `decision` is one of `again` (with `after_seconds`), `exhausted`, `not_worth` and `run_ending`.
extension RetryDecision {
  /// Writes the decision as one object.
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(kind, for: "decision")
      if case .again(let delay) = self { writer.seconds(delay, for: "after_seconds") }
    }
  }

  private var kind: String {
    switch self {
    case .again: "again"
    case .exhausted: "exhausted"
    case .notWorth: "not_worth"
    case .runEnding: "run_ending"
    }
  }
}
