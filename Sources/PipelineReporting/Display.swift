package enum Verbosity: Sendable {
  /// Prints only problems.
  case quiet
  case normal
  /// Also prints skipped stages, and all reasons.
  case verbose
}

/// The style, the time zone and the verbosity of output for people.
package struct Display: Sendable {
  package var style: Style
  package var time: TimeDisplay
  package var verbosity: Verbosity

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

  /// Returns `count`, or no limit with `-v`.
  func limit(_ count: Int) -> Int { isVerbose ? .max - 1 : count }
}
