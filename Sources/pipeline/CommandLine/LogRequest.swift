/// What is asked of the history; names are not looked up yet.
struct LogRequest: Equatable, Sendable {
  enum Subject: Equatable, Sendable {
    /// The last runs.
    case runs
    /// One run: its id, the beginning of it, or `last`.
    case run(String)
    /// The attempts of stages: names, or globs over them.
    case stages([String])
    /// What comes.
    case follow
    /// What a stage printed, in its last attempt or in a run.
    case output(stage: String, run: String?, isFollowed: Bool)
  }

  /// What is asked of.
  var subject: Subject
  /// The most runs or attempts to tell of.
  var last = 20
  /// Whether the answer is JSON.
  var isJSON = false
}
