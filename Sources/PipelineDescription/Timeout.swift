/// The time limit of each script of a stage; the default is 10 minutes.
public struct Timeout: Sendable, Equatable {
  /// The limit in seconds, which a later check of the manifest validates; nil means no limit.
  package var seconds: Double?
  /// The limit in seconds for a script that neither prints nor computes; nil means no such limit.
  package var idle: Double?
  package var place: Place

  package init(limit: Double?, idle: Double? = nil, place: Place) {
    seconds = limit
    self.idle = idle
    self.place = place
  }

  package static let standard = Timeout(limit: 600, place: Place())

  /// No limit.
  public static let never = Timeout(limit: nil, place: Place())

  /// Declares a limit in seconds.
  public init(seconds: Double, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(limit: seconds, place: Place(fileID, line))
  }

  /// Declares a limit in minutes.
  public init(minutes: Double, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(limit: minutes * 60, place: Place(fileID, line))
  }

  /// Declares a limit in hours.
  public init(hours: Double, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(limit: hours * 3600, place: Place(fileID, line))
  }

  /// Declares a limit as a duration, such as `Timeout(.minutes(20))`.
  public init(_ limit: Duration, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(limit: limit.inSeconds, place: Place(fileID, line))
  }

  /// Declares a limit only for scripts that neither print nor compute: `Timeout(idle: .minutes(10))`.
  ///
  /// A script computes while the processor time of its processes grows.
  public init(idle: Duration, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(limit: nil, idle: idle.inSeconds, place: Place(fileID, line))
  }

  /// Declares a limit for each script, and a shorter one for scripts that neither print nor compute.
  public init(
    _ limit: Duration,
    idle: Duration,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    self.init(limit: limit.inSeconds, idle: idle.inSeconds, place: Place(fileID, line))
  }

  /// Declares a limit in whole seconds.
  public init(seconds: Int, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(seconds: Double(seconds), fileID: fileID, line: line)
  }

  /// Declares a limit in whole minutes.
  public init(minutes: Int, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(minutes: Double(minutes), fileID: fileID, line: line)
  }

  /// Declares a limit in whole hours.
  public init(hours: Int, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(hours: Double(hours), fileID: fileID, line: line)
  }
}

extension Timeout: StageClause, PipelineClause {
  /// Content that sets the limit of a stage.
  public var stageContent: StageContent { StageContent { $0.timeout = self } }
  /// Content that sets the limit of stages without a `Timeout` of their own.
  public var pipelineContent: PipelineContent { PipelineContent { $0.timeout = self } }
}

extension Pipeline {
  package func timeout(of stage: Stage) -> Timeout { stage.timeout ?? timeout ?? .standard }
}

extension ManifestForm {
  func timeout(_ timeout: Timeout?, to writer: inout JSONWriter) {
    guard let timeout else { return }
    writer.key("timeout")
    guard let idle = timeout.idle else {
      return placed("seconds", timeout.place, to: &writer) { limit(timeout.seconds, to: &$0) }
    }
    writer.object { writer in
      if timeout.seconds != nil {
        writer.key("seconds")
        limit(timeout.seconds, to: &writer)
      }
      writer.key("idle")
      number(idle, to: &writer)
      if hasPlaces { place(timeout.place, to: &writer) }
    }
  }

  private func limit(_ seconds: Double?, to writer: inout JSONWriter) {
    guard let seconds else { return writer.string("never") }
    number(seconds, to: &writer)
  }
}

extension Duration {
  /// Returns a duration of whole minutes.
  public static func minutes(_ count: some BinaryInteger) -> Duration { .seconds(count) * 60 }

  /// Returns a duration in minutes, which can have a fraction.
  public static func minutes(_ count: Double) -> Duration { .seconds(count * 60) }

  /// Returns a duration of whole hours.
  public static func hours(_ count: some BinaryInteger) -> Duration { .seconds(count) * 3600 }

  /// Returns a duration in hours, which can have a fraction.
  public static func hours(_ count: Double) -> Duration { .seconds(count * 3600) }

  package var inSeconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
