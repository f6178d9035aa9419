/// How long each script of a stage may take; 10 minutes where nothing is said.
public struct Timeout: Sendable, Equatable {
  /// The limit in seconds as declared, checked when the manifest is; nil means no limit.
  package var seconds: Double?
  /// The line of the manifest on which it is declared; 0 where nobody declared it.
  package var line: Int

  package init(limit: Double?, line: Int) {
    seconds = limit
    self.line = line
  }

  /// What holds where nothing is said.
  package static let standard = Timeout(limit: 600, line: 0)

  /// No limit.
  public static let never = Timeout(limit: nil, line: 0)

  /// A limit in seconds.
  public init(seconds: Double, line: Int = #line) { self.init(limit: seconds, line: line) }

  /// A limit in minutes.
  public init(minutes: Double, line: Int = #line) { self.init(limit: minutes * 60, line: line) }

  /// A limit in hours.
  public init(hours: Double, line: Int = #line) { self.init(limit: hours * 3600, line: line) }

  /// A limit as a duration: `Timeout(.minutes(20))`.
  public init(_ limit: Duration, line: Int = #line) {
    self.init(limit: limit.inSeconds, line: line)
  }

  /// A limit in whole seconds.
  public init(seconds: Int, line: Int = #line) { self.init(seconds: Double(seconds), line: line) }

  /// A limit in whole minutes.
  public init(minutes: Int, line: Int = #line) { self.init(minutes: Double(minutes), line: line) }

  /// A limit in whole hours.
  public init(hours: Int, line: Int = #line) { self.init(hours: Double(hours), line: line) }
}
