/// That a stage whose attempt fails is tried again, after a delay that grows.
///
/// Before the attempt after the n-th the runner waits `delay` × `factor`ⁿ⁻¹, `upTo` at most, and up to
/// `jitter` of that more or less, so that stages that failed together do not come back together.
public struct Retry: Sendable, Equatable {
  /// A failure that can be worth another try.
  public enum Failure: Sendable, Hashable {
    /// A script ended with this exit status.
    case exit(Int)
    /// A signal that the runner had not sent ended a script.
    case signal(Int)
    /// A script was still running at its time limit.
    case timeout
    /// Every script ended with 0, and an output was not there.
    case missingOutput
  }

  /// How many more attempts there may be after the first.
  package var count: Int
  /// What the first delay is, in seconds.
  package var delay: Double
  /// By what each further delay is longer.
  package var factor: Double
  /// What no delay is longer than, in seconds.
  package var longestDelay: Double
  /// How much of a delay chance may add or take, from 0 to 1.
  package var jitter: Double
  /// The failures that are worth another try; nil for any failure of a script.
  package var failures: [Failure]?
  /// The line of the manifest on which it is declared.
  package var line: Int

  package init(
    count: Int,
    delay: Double = 1,
    factor: Double = 2,
    longestDelay: Double = 300,
    jitter: Double = 0.2,
    failures: [Failure]? = nil,
    line: Int
  ) {
    self.count = count
    self.delay = delay
    self.factor = factor
    self.longestDelay = longestDelay
    self.jitter = jitter
    self.failures = failures
    self.line = line
  }

  /// No further attempt, whatever the pipeline says.
  public static let never = Retry(count: 0, line: 0)

  /// Declares that a failed attempt is followed by others.
  ///
  /// A script that is not there or cannot be started is never tried again, nor is a stage of which an
  /// input has vanished.
  ///
  /// - Parameters:
  ///   - count: How many more attempts there may be after the first, 1 or more.
  ///   - delay: The wait before the first of them.
  ///   - factor: By what each further wait is longer, 1 or more.
  ///   - upTo: What no wait is longer than.
  ///   - jitter: How much of a wait chance may add or take, from 0 to 1.
  ///   - failures: The failures that are worth another try; left out, any failure of a script.
  ///   - line: The line of the declaration; leave it out.
  public init(
    _ count: Int,
    delay: Duration = .seconds(1),
    factor: Double = 2,
    upTo: Duration = .seconds(300),
    jitter: Double = 0.2,
    on failures: [Failure]? = nil,
    line: Int = #line
  ) {
    self.init(
      count: count,
      delay: delay.inSeconds,
      factor: factor,
      longestDelay: upTo.inSeconds,
      jitter: jitter,
      failures: failures,
      line: line
    )
  }
}
