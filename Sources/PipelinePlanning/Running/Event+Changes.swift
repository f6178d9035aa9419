extension Event {
  /// A user's decision to mark a stage as up to date without running it.
  package struct Acceptance: Equatable, Sendable {
    package var stage = ""
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
    package var time: Int64 = 0
    package var user: String?
    package var reason: String?
    /// The first hundred outputs (as declared) or run ids that lost files.
    package var places: [String] = []
    /// The first hundred paths; `count` and `size`, in bytes, are for all removed files.
    package var files: [String] = []
    package var count = 0
    package var size: Int64 = 0

    package init() {}

    package mutating func setFiles(_ paths: [String]) {
      files = Array(paths.prefix(100))
      count = paths.count
    }
  }
}
