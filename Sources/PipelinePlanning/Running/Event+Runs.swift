package import PipelineDescription

extension Event {
  /// How a run begins.
  package struct RunStart: Equatable, Sendable {
    /// A parameter and its value.
    package struct Parameter: Equatable, Sendable {
      package var name: String
      package var value: ParameterValue

      package init(name: String, value: ParameterValue) {
        self.name = name
        self.value = value
      }
    }

    package var run = ""
    /// Milliseconds since 1970.
    package var time: Int64 = 0
    package var pipeline = ""
    package var selected = 0
    package var toRun = 0
    package var mayRun = 0
    package var jobs = 1
    /// What the user typed behind the name of the program.
    package var arguments: [String] = []
    /// The value of every parameter of the pipeline.
    package var parameters: [Parameter] = []
    /// The version of the program; nil where the log does not say.
    package var version: String?
    package var host = ""
    package var process: Int32 = 0
    /// The commit that the root's repository stands at; nil where there is none or nothing is to run.
    package var commit: String?
    /// Whether the work tree differs from that commit.
    package var isDirty: Bool?
    /// The name of the user who started the run.
    package var user: String?
    /// The cores that the run may use.
    package var cores: Int?
    /// Where attempts run, such as `local`.
    package var executor: String?
    /// The id of the graph, whose file is `.pipeline/graphs/ID.json`; nil where nothing was to run.
    package var graph: String?

    package init() {}
  }

  /// What came of a run.
  package struct RunSummary: Equatable, Sendable {
    package var run: String
    package var time: Int64
    package var duration: Double
    package var succeeded: Int
    package var upToDate: Int
    package var failed: [String]
    package var blocked: [String]
    package var cancelled: [String]
    /// The signal that stopped the run.
    package var signal: Int32?
    /// Stages that are stale after this run, outside the selection or because what they read changed.
    package var staleDownstream: [String]
    /// The log or the records could not be written: the run cannot vouch for what it did.
    package var fault: SystemFault?
    /// How many stages a first run took as up to date by the times of their files.
    package var adopted: Int
    /// The outcome by the log, where it is a word of a later version of the program.
    package var otherOutcome: String?

    package init(
      run: String = "",
      time: Int64 = 0,
      duration: Double = 0,
      succeeded: Int = 0,
      upToDate: Int = 0,
      failed: [String] = [],
      blocked: [String] = [],
      cancelled: [String] = [],
      signal: Int32? = nil,
      staleDownstream: [String] = [],
      fault: SystemFault? = nil,
      adopted: Int = 0
    ) {
      self.run = run
      self.time = time
      self.duration = duration
      self.succeeded = succeeded
      self.upToDate = upToDate
      self.failed = failed
      self.blocked = blocked
      self.cancelled = cancelled
      self.signal = signal
      self.staleDownstream = staleDownstream
      self.fault = fault
      self.adopted = adopted
    }

    package var isSuccess: Bool {
      failed.isEmpty && cancelled.isEmpty && signal == nil && fault == nil && otherOutcome == nil
    }

    /// `succeeded`, `failed`, `interrupted`, or a word of a later version.
    package var outcome: String {
      otherOutcome ?? (isSuccess ? "succeeded" : signal == nil ? "failed" : "interrupted")
    }
  }
}
