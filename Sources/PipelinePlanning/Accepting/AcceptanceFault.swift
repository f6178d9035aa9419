/// Why a stage cannot be taken as it stands.
package enum AcceptanceFault: Error, Equatable, Sendable {
  case attemptFailed(stage: String, AttemptEnd)
  case attemptInterrupted(stage: String)
  /// It has neither inputs nor outputs: no record would make it up to date.
  case alwaysRuns(stage: String)
  case output(stage: String, path: String, Obstacle.Trouble)
  case input(stage: String, path: String, Obstacle.Trouble)
  case script(stage: String, path: String, Obstacle.Trouble)
  /// A glob that matches no file.
  case emptyGlob(stage: String, pattern: String)
}
