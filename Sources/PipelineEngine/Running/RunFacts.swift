package import PipelinePlanning

/// What is known of a run when it begins, and does not change what it does.
package struct RunFacts: Sendable {
  /// What was typed, for the log.
  package var arguments: [String] = []
  package var version = ""
  package var host = ""
  package var process: Int32 = 0
  /// The commit that the root's repository stands at; nil where there is none or nobody asked.
  package var commit: String?
  package var isDirty: Bool?
  /// The name of the user who started the run.
  package var user: String?
  /// The cores that the run may use.
  package var cores: Int?
  /// Where attempts run, such as `local`.
  package var executor: String?
  /// The id of the graph's file.
  package var graph: String?
  /// What is worth knowing before the first stage, found while the run was planned.
  package var warnings: [Event.Warning] = []
  /// The manifest's path; nil where it does not matter whether it changes during the run.
  package var manifest: Path?

  package init() {}
}
