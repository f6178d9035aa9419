internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// Prints the progress of a run, above a live block or as plain lines.
struct ConsoleReporter: Reporter {
  enum Destination {
    case live(LiveDisplay)
    case plain(OutputStream)
  }

  private var report = ConsoleReport(ConsoleReport.Options(stages: []))
  private let display: Display
  private let destination: Destination
  private var tails: [String: [String]] = [:]
  /// The last progress that the run reported, updated by the events since then.
  private var progress = Progress(running: [])
  /// The elapsed time of the run, in seconds, at the first tick after the last output; nil until that tick.
  private var quietSince: Double?

  /// The time without output after which a heartbeat line is printed, in seconds.
  private static let heartbeatInterval = 30.0
  private static let tailLimit = 20

  init(display: Display, destination: Destination) {
    (self.display, self.destination) = (display, destination)
  }

  var wantsOutput: Bool { display.verbosity != .quiet }

  mutating func begin(stages: [String], isConcurrent: Bool) {
    var options = ConsoleReport.Options(
      stages: stages,
      isConcurrent: isConcurrent,
      display: display
    )
    if case .live = destination { options.isLive = true }
    report = ConsoleReport(options)
  }

  mutating func report(_ event: Event) {
    progress.take(event)
    var tail: [String] = []
    if case .stageFinished(let summary) = event {
      tail = tails.removeValue(forKey: summary.stage) ?? []
    }
    let text = report.lines(for: event, tail: tail)
    if case .runFinished = event, case .live(let display) = destination {
      display.finish(text)
    } else {
      show(text)
    }
  }

  mutating func output(_ bytes: [UInt8], of stage: String) {
    show(report.output(stage: stage, bytes: bytes))
  }

  mutating func skip(_ count: Int, of stage: String) {
    show(report.skip(count, of: stage))
  }

  mutating func tail(_ bytes: [UInt8], of stage: String) {
    // This splits bytes, because CR LF is one character of a `String`, and a split at LF would miss it.
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let texts = (lines.last == [] ? lines.dropLast() : lines[...]).suffix(Self.tailLimit)
    tails[stage] = texts.map { String(decoding: $0, as: UTF8.self) }
  }

  mutating func tick(_ progress: Progress) {
    self.progress = progress
    switch destination {
    case .live(let display): display.draw(block)
    case .plain:
      guard let since = quietSince else {
        quietSince = progress.elapsed
        return
      }
      if progress.elapsed - since >= Self.heartbeatInterval { show(report.heartbeat(progress)) }
    }
  }

  private var block: LiveBlock { LiveBlock(progress, lastLines: report.lastLines) }

  private mutating func show(_ text: String) {
    if text.isEmpty { return }
    quietSince = nil
    switch destination {
    case .live(let display): display.write(text) { block }
    case .plain(let stream): stream.write(text)
    }
  }
}
