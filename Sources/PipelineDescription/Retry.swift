/// The number of retries after a failed attempt, and the delays before them.
///
/// After attempt n the runner waits `delay` × `factor`ⁿ⁻¹, at most `upTo`. It then lengthens or shortens each
/// wait at random by up to the fraction `jitter`, so that stages that failed together do not start together
/// again.
public struct Retry: Sendable, Equatable {
  /// A kind of failure that the runner can retry.
  public enum Failure: Sendable, Hashable {
    /// A script ended with this exit status.
    case exit(Int)
    /// This signal killed a script, and it did not come from the runner.
    case signal(Int)
    /// A script was still running at its time limit.
    case timeout
    /// Every script ended with status 0, but an output is missing.
    case missingOutput
  }

  /// The maximum number of attempts after the first.
  package var count: Int
  /// The delay before the first retry, in seconds.
  package var delay: Double
  package var factor: Double
  /// The upper limit of every delay, in seconds.
  package var longestDelay: Double
  /// The fraction by which a delay may vary at random, from 0 to 1.
  package var jitter: Double
  /// The failures to retry; nil means any failure of a script.
  package var failures: [Failure]?
  package var place: Place

  package init(
    count: Int,
    delay: Double = 1,
    factor: Double = 2,
    longestDelay: Double = 300,
    jitter: Double = 0.2,
    failures: [Failure]? = nil,
    place: Place
  ) {
    self.count = count
    self.delay = delay
    self.factor = factor
    self.longestDelay = longestDelay
    self.jitter = jitter
    self.failures = failures
    self.place = place
  }

  /// No retries, whatever the pipeline declares.
  public static let never = Retry(count: 0, place: Place())

  /// Declares that the runner retries a failed attempt.
  ///
  /// The runner never retries some failures: a script that is missing or cannot be started, and an input
  /// that has vanished.
  ///
  /// - Parameters:
  ///   - count: The maximum number of attempts after the first, 1 or more.
  ///   - delay: The wait before the first retry.
  ///   - factor: The factor by which the wait grows from one retry to the next, 1 or more.
  ///   - upTo: The longest wait.
  ///   - jitter: The fraction by which a wait may vary at random, from 0 to 1.
  ///   - failures: The failures to retry. By default, the runner retries every failure of a script.
  ///   - fileID: The file of the declaration. Leave it out, because the compiler fills it in.
  ///   - line: The line of the declaration. Leave it out, too.
  public init(
    _ count: Int,
    delay: Duration = .seconds(1),
    factor: Double = 2,
    upTo: Duration = .seconds(300),
    jitter: Double = 0.2,
    on failures: [Failure]? = nil,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    self.init(
      count: count,
      delay: delay.inSeconds,
      factor: factor,
      longestDelay: upTo.inSeconds,
      jitter: jitter,
      failures: failures,
      place: Place(fileID, line)
    )
  }
}

extension Retry: StageClause, PipelineClause {
  /// Content that sets the retries of a stage.
  public var stageContent: StageContent { StageContent { $0.retry = self } }
  /// Content that sets the retries of stages without a `Retry` of their own.
  public var pipelineContent: PipelineContent { PipelineContent { $0.retry = self } }
}

extension Pipeline {
  /// Returns nil if neither the stage nor the pipeline declares retries.
  package func retry(of stage: Stage) -> Retry? { stage.retry ?? retry }
}

extension ManifestForm {
  /// Writes only the count if the rest are defaults and there are no source positions, else an object.
  func retry(_ retry: Retry?, to writer: inout JSONWriter) {
    guard let retry else { return }
    writer.key("retry")
    guard retry != .never else { return writer.string("never") }
    guard hasPlaces || retry != Retry(count: retry.count, place: retry.place) else {
      return writer.integer(retry.count)
    }
    writer.object { writer in
      writer.integer(retry.count, for: "count")
      writer.key("delay")
      number(retry.delay, to: &writer)
      writer.key("factor")
      number(retry.factor, to: &writer)
      writer.key("up_to")
      number(retry.longestDelay, to: &writer)
      writer.key("jitter")
      number(retry.jitter, to: &writer)
      if let failures = retry.failures {
        // An empty list is written, so that the check of the manifest reports it. No list means any failure.
        writer.key("on")
        writer.array { writer in
          for item in failures { failure(item, to: &writer) }
        }
      }
      place(retry.place, to: &writer)
    }
  }

  private func failure(_ failure: Retry.Failure, to writer: inout JSONWriter) {
    switch failure {
    case .exit(let status):
      writer.object { $0.integer(status, for: "exit") }
    case .signal(let signal):
      writer.object { $0.integer(signal, for: "signal") }
    case .timeout: writer.string("timeout")
    case .missingOutput: writer.string("missing_output")
    }
  }
}
