extension Event {
  /// An attempt whose first script is about to start.
  package struct AttemptStart: Equatable, Sendable {
    /// A part of the time that an attempt waited for before it started.
    package struct Wait: Equatable, Sendable {
      /// `slot`, `resource`, `memory`, `exclusive`, `delay`, `question` or `queue`.
      package var what: String
      /// The resource that was lacking.
      package var name: String?
      package var seconds: Double

      package init(what: String = "", name: String? = nil, seconds: Double = 0) {
        self.what = what
        self.name = name
        self.seconds = seconds
      }
    }

    package var stage: String
    /// Counted from 1.
    package var number: Int
    /// Milliseconds since 1970.
    package var time: Int64
    package var reasons: [Reason]
    /// The file that takes what the scripts print.
    package var log: String
    /// When all stages before it were done, in milliseconds since 1970.
    package var ready: Int64?
    /// What it waited for from then on; the seconds add up to the time between `ready` and `time`.
    package var waits: [Wait] = []
    /// The machine that it runs on, where that is not the runner's.
    package var host: String?
    /// The name of its job on a cluster.
    package var job: String?

    package init(
      stage: String = "",
      number: Int = 1,
      time: Int64 = 0,
      reasons: [Reason] = [],
      log: String = ""
    ) {
      self.stage = stage
      self.number = number
      self.time = time
      self.reasons = reasons
      self.log = log
    }
  }

  /// A script of an attempt that has ended.
  package struct ScriptSummary: Equatable, Sendable {
    package var stage = ""
    /// The attempt's number, counted from 1.
    package var attempt = 1
    /// Counted from 0 among the scripts of the stage.
    package var index = 0
    package var command = ""
    /// Milliseconds since 1970.
    package var start: Int64 = 0
    /// Seconds.
    package var duration = 0.0
    package var end = AttemptEnd.succeeded
    package var usage = ResourceUsage()

    package init() {}
  }

  /// An attempt that has ended.
  package struct AttemptSummary: Equatable, Sendable {
    /// What became of the outputs of an attempt that did not succeed.
    package enum Undone: String, Equatable, Sendable {
      /// The earlier ones are back.
      case restored
      case removed
    }

    package var stage: String
    /// Counted from 1; 0 where not even the first attempt was begun.
    package var number: Int
    /// Milliseconds since 1970.
    package var start: Int64
    /// Seconds.
    package var duration: Double
    package var end: AttemptEnd
    package var reasons: [Reason]
    package var commands: [String]
    /// The file with what the scripts printed; nil where none was begun.
    package var log: String?
    package var usage: ResourceUsage
    /// Whether another attempt follows; nil where the stage declares no `Retry`, or succeeded.
    package var decision: RetryDecision?
    /// Nil where they were left as they are.
    package var undone: Undone?

    package init(
      stage: String = "",
      number: Int = 1,
      start: Int64 = 0,
      duration: Double = 0,
      end: AttemptEnd = .succeeded,
      reasons: [Reason] = [],
      commands: [String] = [],
      log: String? = nil,
      usage: ResourceUsage = ResourceUsage(),
      decision: RetryDecision? = nil,
      undone: Undone? = nil
    ) {
      self.stage = stage
      self.number = number
      self.start = start
      self.duration = duration
      self.end = end
      self.reasons = reasons
      self.commands = commands
      self.log = log
      self.usage = usage
      self.decision = decision
      self.undone = undone
    }
  }

  /// A stage that ran, whatever its end.
  package struct StageSummary: Equatable, Sendable {
    package var stage = ""
    /// When the first attempt began, in milliseconds since 1970.
    package var start: Int64 = 0
    /// Seconds over all attempts, with the waits between them.
    package var duration = 0.0
    /// The end of the last attempt.
    package var end = AttemptEnd.succeeded
    /// How many attempts were begun; 0 where none could be.
    package var attempts = 1
    package var reasons: [Reason] = []
    /// The commands of the last attempt.
    package var commands: [String] = []
    /// The file with what the scripts of the last attempt printed; nil where none was begun.
    package var log: String?
    /// What the last attempt took of the machine.
    package var usage = ResourceUsage()
    /// Why no further attempt followed; nil where the stage declares no `Retry`, or succeeded.
    package var decision: RetryDecision?
    /// What became of the outputs of the last attempt; nil where they were left as they are.
    package var undone: AttemptSummary.Undone?
    /// Whether it succeeded and every output was there before and is as it was.
    package var leftOutputs = false
    /// What it made; empty where that is not known, or where `outputTotals` tells it.
    package private(set) var outputs: [OutputFile] = []
    /// What it made, where that is more than a hundred files.
    package private(set) var outputTotals: OutputTotals?

    package init() {}

    /// Takes over what the last attempt says.
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

    /// More outputs than this are told by their totals.
    private static let outputLimit = 100

    /// Takes the files that the stage made, or only their totals where there are very many.
    package mutating func setOutputs(_ files: [OutputFile], totals: OutputTotals? = nil) {
      let isTold = files.count <= Self.outputLimit
      outputs = isTold ? files : []
      outputTotals = isTold ? totals : OutputTotals(of: files)
    }
  }

  /// A file that a stage made.
  package struct OutputFile: Equatable, Sendable {
    /// How it compares with what was there before the stage ran.
    package enum Change: String, Sendable {
      case new
      case changed
      case same
    }

    package var path: String
    /// In bytes.
    package var size: Int64
    package var change: Change
    /// The SHA-256 of its content in hexadecimal; nil where nobody read the content.
    package var digest: String?

    package init(
      path: String = "",
      size: Int64 = 0,
      change: Change = .new,
      digest: String? = nil
    ) {
      self.path = path
      self.size = size
      self.change = change
      self.digest = digest
    }
  }

  /// How many files a stage made, and how large they are together.
  package struct OutputTotals: Equatable, Sendable {
    package var new = 0
    package var changed = 0
    package var same = 0
    /// In bytes.
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

/// What an attempt took of the machine, as far as samples show it.
package struct ResourceUsage: Equatable, Sendable {
  /// The most main memory that all its processes held together at any sample, in bytes; nil where it
  /// ended before the first.
  package var peakMemory: Int64?
  /// Processor time of all its processes, in seconds; nil where it ended before the first sample.
  package var cpu: Double?

  package init(peakMemory: Int64? = nil, cpu: Double? = nil) {
    self.peakMemory = peakMemory
    self.cpu = cpu
  }

  /// Takes in what the script after it took: the higher peak, and the time of both.
  package mutating func add(_ next: ResourceUsage) {
    peakMemory = [peakMemory, next.peakMemory].compactMap { $0 }.max()
    if let more = next.cpu { cpu = (cpu ?? 0) + more }
  }
}
