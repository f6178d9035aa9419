/// How often a stage whose attempt fails is tried again, and after which delays.
///
/// After attempt n the runner waits `delay` × `factor`ⁿ⁻¹, at most `upTo`. It makes each wait longer or
/// shorter by up to `jitter` of it, so that stages that failed together do not start together again.
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
  /// The first delay, in seconds.
  package var delay: Double
  /// The factor by which each further delay is longer.
  package var factor: Double
  /// The longest delay, in seconds.
  package var longestDelay: Double
  /// How much of a delay chance may add or take, from 0 to 1.
  package var jitter: Double
  /// The failures that are worth another try; nil for any failure of a script.
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

  /// No further attempt, whatever the pipeline says.
  public static let never = Retry(count: 0, place: Place())

  /// Declares that a failed attempt is followed by others.
  ///
  /// A script that is not there or cannot be started is never tried again, nor is a stage of which an
  /// input has vanished.
  ///
  /// - Parameters:
  ///   - count: How many more attempts there may be after the first, 1 or more.
  ///   - delay: The wait before the first of them.
  ///   - factor: The factor by which each further wait is longer, 1 or more.
  ///   - upTo: The longest wait.
  ///   - jitter: How much of a wait chance may add or take, from 0 to 1.
  ///   - failures: The failures that are worth another try; left out, any failure of a script.
  ///   - fileID: The file of the declaration; leave it out.
  ///   - line: The line of the declaration; leave it out.
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
  /// The retries of the stage.
  public var stageContent: StageContent { StageContent { $0.retry = self } }
  /// The retries of stages that say nothing else.
  public var pipelineContent: PipelineContent { PipelineContent { $0.retry = self } }
}

extension Pipeline {
  /// How a failed attempt of a stage is repeated; nil if it is not.
  package func retry(of stage: Stage) -> Retry? { stage.retry ?? retry }
}

extension ManifestForm {
  /// Writes a `Retry`; one with only a count is that number where there are no places.
  func retry(_ retry: Retry?, to writer: inout JSONWriter) {
    guard let retry else { return }
    writer.key("retry")
    guard retry != .never else { return writer.string("never") }
    guard hasPlaces || retry != Retry(count: retry.count, place: retry.place) else {
      return writer.integer(retry.count)
    }
    writer.object { writer in
      writer.key("count")
      writer.integer(retry.count)
      writer.key("delay")
      number(retry.delay, to: &writer)
      writer.key("factor")
      number(retry.factor, to: &writer)
      writer.key("up_to")
      number(retry.longestDelay, to: &writer)
      writer.key("jitter")
      number(retry.jitter, to: &writer)
      if let failures = retry.failures {
        // An empty list is a fault that is found later; no list means any failure.
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
      writer.object { writer in
        writer.key("exit")
        writer.integer(status)
      }
    case .signal(let signal):
      writer.object { writer in
        writer.key("signal")
        writer.integer(signal)
      }
    case .timeout: writer.string("timeout")
    case .missingOutput: writer.string("missing_output")
    }
  }
}
