extension Event {
  /// A user's decision to mark a stage as up to date without running it.
  package struct Acceptance: Equatable, Sendable {
    package var stage = ""
    /// Milliseconds since 1970.
    package var time: Int64 = 0
    /// The name of the user who accepted the stage; nil if the log does not say.
    package var user: String?
    /// The user's reason, in their own words.
    package var reason = ""
    /// The reasons why the stage was stale, the most important first.
    package var reasons: [Reason] = []

    package init() {}
  }

  /// A removal of files by `pipeline clean`.
  package struct Cleanup: Equatable, Sendable {
    /// Milliseconds since 1970.
    package var time: Int64 = 0
    /// The name of the user who removed the files.
    package var user: String?
    /// The user's reason, in their own words; nil if they gave none.
    package var reason: String?
    /// The outputs, as declared, or the run ids that lost files; the first hundred of them.
    package var places: [String] = []
    /// The paths of the first hundred files.
    package var files: [String] = []
    /// The number of removed files.
    package var count = 0
    /// The total size of the removed files in bytes.
    package var size: Int64 = 0

    package init() {}

    /// Counts all removed files and keeps the first hundred paths.
    package mutating func setFiles(_ paths: [String]) {
      files = Array(paths.prefix(100))
      count = paths.count
    }
  }
}
