/// How much a run tells.
package enum Verbosity: Sendable {
  /// Only what went wrong.
  case quiet
  case normal
  /// Also what is skipped, and all reasons.
  case verbose
}

/// How something is shown to a person: in what dress, in the times of what zone, and how much of it.
package struct Display: Sendable {
  package var style: Style
  package var time: TimeDisplay
  package var verbosity: Verbosity

  /// What is not named is plain, in UTC, and as much as people mostly want to know.
  package init(
    style: Style = .plain,
    time: TimeDisplay = .utc,
    verbosity: Verbosity = .normal
  ) {
    self.style = style
    self.time = time
    self.verbosity = verbosity
  }

  var isQuiet: Bool { verbosity == .quiet }
  var isVerbose: Bool { verbosity == .verbose }

  /// So many elements of a list are shown, or all where everything is told.
  func limit(_ count: Int) -> Int { isVerbose ? .max - 1 : count }
}
