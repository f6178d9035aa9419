extension Event {
  /// Somebody's word that a stage is up to date.
  package struct Acceptance: Equatable, Sendable {
    package var stage = ""
    /// Milliseconds since 1970.
    package var time: Int64 = 0
    /// The name of the user who accepted it; nil where the log does not say.
    package var user: String?
    /// Why, in the words of that user.
    package var reason = ""
    /// What had made the stage stale, the weightiest first.
    package var reasons: [Reason] = []

    package init() {}
  }

  /// A removal of files by `pipeline clean`.
  package struct Cleanup: Equatable, Sendable {
    /// Milliseconds since 1970.
    package var time: Int64 = 0
    /// The name of the user who removed them.
    package var user: String?
    /// Why, in the words of that user; nil where nobody asked.
    package var reason: String?
    /// The first hundred of the outputs as they are declared, or of the ids of the runs, that lost files.
    package var places: [String] = []
    /// The paths of the first hundred files.
    package var files: [String] = []
    /// How many files were removed.
    package var count = 0
    /// Their size together in bytes.
    package var size: Int64 = 0

    package init() {}

    /// Takes the paths of all files that were removed.
    package mutating func setFiles(_ paths: [String]) {
      files = Array(paths.prefix(100))
      count = paths.count
    }
  }
}
