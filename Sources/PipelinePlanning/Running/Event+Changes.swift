extension Event {
  /// A user's decision to mark a stage as up to date without running it.
  package struct Acceptance: Equatable, Sendable {
    package var stage = ""
    /// Milliseconds since 1970.
    package var time: Int64 = 0
    package var user: String?
    /// The user's own words.
    package var reason = ""
    /// The reasons why the stage was stale, the most important first.
    package var reasons: [Reason] = []

    package init() {}
  }

  /// A removal of files by `pipeline clean`.
  package struct Cleanup: Equatable, Sendable {
    /// Milliseconds since 1970.
    package var time: Int64 = 0
    package var user: String?
    package var reason: String?
    /// The first hundred outputs (as declared) or run ids that lost files.
    package var places: [String] = []
    /// The first hundred paths.
    package var files: [String] = []
    /// The number of all removed files.
    package var count = 0
    /// The total of all removed files, in bytes.
    package var size: Int64 = 0

    package init() {}

    package mutating func setFiles(_ paths: [String]) {
      files = Array(paths.prefix(100))
      count = paths.count
    }
  }
}
