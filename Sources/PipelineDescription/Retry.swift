/// The number of retries after a failed attempt, and the delays before them.
///
/// After attempt n the runner waits `delay` × `factor`ⁿ⁻¹, at most `upTo`. It changes each wait at random by
/// up to the fraction `jitter`, so that stages that failed together do not start together again.
public struct Retry: Sendable, Equatable {
  /// A kind of failure that the runner can retry.
  public enum Failure: Sendable, Hashable {
    /// A script exited with this status.
    case exit(Int)
    /// This signal killed a script; a signal that the runner sent does not count.
    case signal(Int)
    /// A script was still running at its time limit.
    case timeout
    /// Every script exited with status 0, but an output is missing.
    case missingOutput
  }

  /// The maximum number of attempts after the first.
  package var count: Int
  /// The delay before the first retry, in seconds.
  package var delay: Double
  package var factor: Double
  /// The upper limit of every delay, in seconds.
  package var longestDelay: Double
  /// The largest fraction by which the runner changes a delay at random, from 0 to 1.
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

  /// No retries, even if the pipeline declares some.
  public static let never = Retry(count: 0, place: Place())

  /// Declares that the runner retries a failed attempt up to `count` times.
  ///
  /// `delay` is the wait before the first retry. Each further wait is `factor` times as long, up to the
  /// longest wait, `upTo`. `count` and `factor` are 1 or more; `jitter` is from 0 to 1. `on` lists the
  /// failures to retry; by default, the runner retries every failure of a script. It never retries if a
  /// script is missing or cannot be started, or if an input has vanished.
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
  package func retry(of stage: Stage) -> Retry? { stage.retry ?? retry }
}

extension ManifestForm {
  /// Writes only the count if all else is default and there are no source positions, otherwise an object.
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
        // No list means any failure. An empty list is a fault, which the check of the manifest reports.
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
