/// How much a run tells.
package enum Verbosity: Int, Comparable, Sendable {
  /// Only what went wrong.
  case quiet
  case normal
  /// Also what is skipped, and all reasons.
  case verbose

  /// Less said is less.
  package static func < (left: Verbosity, right: Verbosity) -> Bool {
    left.rawValue < right.rawValue
  }
}
