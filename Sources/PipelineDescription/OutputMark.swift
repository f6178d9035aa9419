/// A property of an output, such as `.output("cache/", .persist)`.
public enum OutputMark: String, Sendable, CaseIterable {
  /// The stage continues with the files that are there, such as checkpoints, a database or a cache.
  ///
  /// The runner neither moves them aside before an attempt nor removes them after a failed one.
  case persist
  /// An output folder without any file is a result, too.
  case mayBeEmpty = "may_be_empty"
}
