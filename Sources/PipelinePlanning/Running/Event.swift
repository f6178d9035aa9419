/// What happens in a run, in order: what the log holds and the console tells.
package enum Event: Equatable, Sendable {
  case runStarted(RunStart)
  /// Judged and found up to date.
  case stageUpToDate(stage: String)
  /// The first script is about to start.
  case attemptStarted(AttemptStart)
  case scriptStarted(stage: String, command: String)
  case attemptFinished(AttemptSummary)
  case stageFinished(StageSummary)
  case stageBlocked(stage: String, by: [String])
  case stageCancelled(stage: String)
  /// Something worth knowing that stops nothing.
  case warning(Warning)
  case runFinished(RunSummary)
}
