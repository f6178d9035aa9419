extension Event {
  /// The start of an attempt, just before its first script starts; times are in milliseconds since 1970.
  package struct AttemptStart: Equatable, Sendable {
    /// A part of the time that an attempt waited before it started.
    package struct Wait: Equatable, Sendable {
      /// `slot`, `resource`, `memory`, `exclusive`, `delay`, `queue` or `runner`.
      package var what: String
      /// The name of the resource or exclusive resource; nil for other causes.
      package var name: String?
      package var seconds: Double

      package init(what: String = "", name: String? = nil, seconds: Double = 0) {
        self.what = what
        self.name = name
        self.seconds = seconds
      }
    }

    package var stage: String
    package var number: Int = 1
    package var time: Int64 = 0
    package var reasons: [Reason] = []
    package var log: String = ""
    /// The time when all upstream stages were finished.
    package var ready: Int64?
    /// The waits since `ready`; their seconds add up to the time between `ready` and `time`.
    package var waits: [Wait] = []
    /// The machine that the attempt runs on; nil if the executor never reported it.
    package var host: String?
    /// The name of the attempt's cluster job.
    package var job: String?
  }

  /// The result of one script; `start` is in milliseconds since 1970, `duration` in seconds.
  package struct ScriptSummary: Equatable, Sendable {
    package var stage = ""
    package var attempt = 1
    /// The position among the scripts of the stage, counted from 0.
    package var index = 0
    package var command = ""
    package var start: Int64 = 0
    package var duration = 0.0
    package var end = AttemptEnd.succeeded
    package var usage = ResourceUsage()

    package init() {}
  }

  /// The result of one attempt; `start` is in milliseconds since 1970, `duration` in seconds.
  package struct AttemptSummary: Equatable, Sendable {
    /// The way in which the runner undid the outputs of a failed attempt.
    package enum Undone: String, Equatable, Sendable {
      case restored
      case removed
    }

    package var stage: String
    /// Counted from 1; 0 if not even the first attempt began.
    package var number: Int = 1
    package var start: Int64 = 0
    package var duration: Double = 0
    package var end: AttemptEnd = .succeeded
    package var reasons: [Reason] = []
    package var commands: [String] = []
    /// The path of the attempt's log; nil if there is none.
    package var log: String?
    package var usage: ResourceUsage = ResourceUsage()
    /// Whether another attempt follows; nil if the stage declares no `Retry` or succeeded.
    package var decision: RetryDecision?
    /// Nil if the runner left the outputs as they were.
    package var undone: Undone?
  }

  /// The result of a stage that ran; the values describe the last attempt unless a comment says otherwise.
  package struct StageSummary: Equatable, Sendable {
    package var stage = ""
    /// The start of the first attempt, in milliseconds since 1970.
    package var start: Int64 = 0
    /// Seconds from the start of the first attempt to the end of the last, including the waits between them.
    package var duration = 0.0
    package var end = AttemptEnd.succeeded
    /// The number of attempts that began; 0 if none could.
    package var attempts = 1
    package var reasons: [Reason] = []
    package var commands: [String] = []
    package var log: String?
    package var usage = ResourceUsage()
    package var decision: RetryDecision?
    package var undone: AttemptSummary.Undone?
    /// Whether the stage succeeded and left every output unchanged.
    package var leftOutputs = false
    /// Empty if the files are unknown or `outputTotals` replaces them.
    package private(set) var outputs: [OutputFile] = []
    /// Replaces `outputs` if there are more than a hundred.
    package private(set) var outputTotals: OutputTotals?

    package init() {}

    package init(last: AttemptSummary, start: Int64, duration: Double, leftOutputs: Bool = false) {
      stage = last.stage
      self.start = start
      self.duration = duration
      end = last.end
      attempts = last.number
      reasons = last.reasons
      commands = last.commands
      log = last.log
      usage = last.usage
      decision = last.decision
      undone = last.undone
      self.leftOutputs = leftOutputs
    }

    private static let outputLimit = 100

    package mutating func setOutputs(_ files: [OutputFile], totals: OutputTotals? = nil) {
      let isTold = files.count <= Self.outputLimit
      outputs = isTold ? files : []
      outputTotals = isTold ? totals : OutputTotals(of: files)
    }
  }

  package struct OutputFile: Equatable, Sendable {
    /// The difference from the file before the stage ran.
    package enum Change: String, Sendable {
      case new
      case changed
      case same
    }

    package var path: String
    /// In bytes.
    package var size: Int64 = 0
    package var change: Change = .new
    /// SHA-256 in hexadecimal; nil if the runner did not read the content.
    package var digest: String?
  }

  /// The numbers of files by change, and their total size in bytes.
  package struct OutputTotals: Equatable, Sendable {
    package var new = 0
    package var changed = 0
    package var same = 0
    package var size: Int64 = 0

    package init() {}

    package init(of files: [OutputFile]) {
      for file in files {
        size = size.addingReportingOverflow(file.size).partialValue
        switch file.change {
        case .new: new += 1
        case .changed: changed += 1
        case .same: same += 1
        }
      }
    }
  }
}

package struct ResourceUsage: Equatable, Sendable {
  /// The highest sampled memory of all processes taken together, in bytes; nil if there was no sample.
  package var peakMemory: Int64?
  /// Processor time of all processes, in seconds; nil if unknown.
  package var cpu: Double?

  package init(peakMemory: Int64? = nil, cpu: Double? = nil) {
    self.peakMemory = peakMemory
    self.cpu = cpu
  }

  package mutating func add(_ next: ResourceUsage) {
    peakMemory = [peakMemory, next.peakMemory].compactMap { $0 }.max()
    if let more = next.cpu { cpu = (cpu ?? 0) + more }
  }
}

extension Event.AttemptStart {
  package init() { self.init(stage: "") }
}

extension Event.AttemptSummary {
  package init() { self.init(stage: "") }
}

extension Event.OutputFile {
  package init() { self.init(path: "") }
}
