/// Why something cannot be found in the history.
package enum HistoryFault: Error, Equatable, Sendable {
  /// No run has this id, or one that begins so; perhaps a stage of that name was meant.
  case unknownRun(String, nearest: String?, isStage: Bool)
  /// Several runs have ids that begin so: the newest few, the newest first.
  case ambiguousRun(String, runs: [String])
  /// No attempt of such a stage is in the log.
  case unknownStage(String, nearest: String?, stages: [String])
  /// The run did not start the stage.
  case stageNotInRun(String, run: String, stages: [String])
  /// What an attempt printed is no longer there.
  case outputGone(stage: String, path: String)
  /// The attempt ended before anything could be printed.
  case noOutput(stage: String, end: String)
  /// The log or what was printed cannot be read.
  case unreadable(path: String, SystemFault)
}
