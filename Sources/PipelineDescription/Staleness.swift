/// By what it shows that a file has changed; `.time` where nothing is said.
public enum Staleness: String, Sendable, Equatable, CaseIterable {
  /// By time and size, as people know it from Make: a `touch` is a change.
  case time
  /// By what is in it, looked at only where time or size differ: a `touch` or a `git checkout` runs
  /// nothing, and an output that was made again with the same bytes wakes nobody.
  case content

  /// Declares by what it shows.
  public init(_ choice: Staleness) { self = choice }
}
