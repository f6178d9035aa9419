package import PipelinePlanning

/// What the user wants of a run beside its stages.
package struct RunOptions: Sendable {
  package var isForced = false
  package var jobs = 1
  package var keepsGoing = false
  /// What was typed, for the log.
  package var arguments: [String] = []
  package var version = ""
  package var host = ""
  package var process: Int32 = 0
  package var commit: String?
  package var isDirty: Bool?

  /// What is worth knowing before the first stage, found while the run was planned.
  package var warnings: [Event.Warning] = []
  /// The manifest's path; nil where it does not matter whether it changes during the run.
  package var manifest: Path?

  package init() {}
}
