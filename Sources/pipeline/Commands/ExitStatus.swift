/// What the tool's exit status says; see `CommandTable` for the words in the help.
enum ExitStatus {
  /// Done, or nothing to do.
  static let done: Int32 = 0
  /// A stage failed; with `--check`, something is stale.
  static let failed: Int32 = 1
  /// Wrong usage, or a fault in the manifest.
  static let usage: Int32 = 2
  /// The run cannot start.
  static let cannotStart: Int32 = 3
}

/// How a command ends before its natural end: what is said, and the exit status.
struct CommandFailure: Error {
  var text: String
  var status: Int32
}
