internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// Prints a run as it goes.
struct ConsoleReporter: Reporter {
  private var report: ConsoleReport
  private let stream: OutputStream
  private let verbosity: Verbosity
  private var tails: [String: [String]] = [:]
  /// Since when nothing has been printed, by the steady clock; nil if something just was.
  private var quietSince: Double?

  /// Without anything to print, a line is printed this often, in seconds.
  private static let heartbeatInterval = 30.0

  init(options: ConsoleReport.Options, stream: OutputStream) {
    report = ConsoleReport(options)
    verbosity = options.verbosity
    self.stream = stream
  }

  var wantsOutput: Bool { verbosity != .quiet }

  mutating func report(_ event: Event) {
    if case .stageFinished(let summary) = event {
      show(report.lines(for: event, tail: tails.removeValue(forKey: summary.stage) ?? []))
    } else {
      show(report.lines(for: event))
    }
  }

  mutating func output(_ bytes: [UInt8], of stage: String) {
    show(report.output(stage: stage, bytes: bytes))
  }

  mutating func skip(_ count: Int, of stage: String) {
    show(report.skip(count, of: stage))
  }

  mutating func tail(_ bytes: [UInt8], of stage: String) {
    guard report.wantsTail else { return }
    // Splitting bytes: in a String, CR LF is one character and would not be split at LF.
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let texts = lines.map { String(decoding: $0, as: UTF8.self) }
    tails[stage] = (texts.last == "" ? texts.dropLast() : texts[...]).suffix(20)
  }

  mutating func tick(_ progress: Progress) {
    guard let since = quietSince else {
      quietSince = progress.elapsed
      return
    }
    if progress.elapsed - since >= Self.heartbeatInterval {
      show(report.heartbeat(now: progress.running.map { ($0.stage, $0.elapsed) }))
    }
  }

  private mutating func show(_ text: String) {
    if text.isEmpty { return }
    quietSince = nil
    stream.write(text)
  }
}
