package import PipelineDescription

extension Event {
  package struct RunStart: Equatable, Sendable {
    package struct Parameter: Equatable, Sendable {
      package var name: String
      package var value: ParameterValue

      package init(name: String, value: ParameterValue) {
        self.name = name
        self.value = value
      }
    }

    package var run = ""
    package var time: Int64 = 0
    package var pipeline = ""
    package var selected = 0
    package var toRun = 0
    package var mayRun = 0
    /// The names of the stages that will or may run, in the order of execution; empty if they are many.
    package var stages: [String] = []
    package var isForced = false
    /// Whether a failure does not keep unrelated stages from starting.
    package var keepsGoing = false
    package var jobs = 1
    /// The command-line arguments, without the name of the program.
    package var arguments: [String] = []
    package var parameters: [Parameter] = []
    /// The parameters whose values differ from those that made what is there.
    package var parameterChanges: [ParameterChange] = []
    /// The number of stages that run only because the times of files differ.
    package var onlyTimes = 0
    package var version: String?
    package var host = ""
    package var process: Int32 = 0
    /// The current commit of the root's repository; nil if there is none or the run has nothing to do.
    package var commit: String?
    package var isDirty: Bool?
    package var user: String?
    package var cores: Int?
    package var executor: String?
    /// The graph is in `.pipeline/graphs/ID.json`; nil if the run had nothing to do.
    package var graph: String?

    package init() {}
  }

  package struct RunSummary: Equatable, Sendable {
    package var run: String
    package var time: Int64 = 0
    package var duration: Double = 0
    package var succeeded: Int = 0
    package var upToDate: Int = 0
    package var failed: [String] = []
    package var blocked: [String] = []
    package var cancelled: [String] = []
    package var signal: Int32?
    /// Stages that are stale after this run, because they were not selected or their inputs changed.
    package var staleDownstream: [String] = []
    /// An error in writing the log or the records, after which the run does not count as successful.
    package var fault: SystemFault?
    /// The number of stages that the first run in a root recorded as up to date by Make's rule.
    package var adopted: Int = 0
    /// An outcome that a later version of the program logged.
    package var otherOutcome: String?

    package var isSuccess: Bool {
      failed.isEmpty && blocked.isEmpty && cancelled.isEmpty && signal == nil && fault == nil
        && otherOutcome == nil
    }

    /// `succeeded`, `failed`, `interrupted`, or `otherOutcome`.
    package var outcome: String {
      otherOutcome ?? (isSuccess ? "succeeded" : signal == nil ? "failed" : "interrupted")
    }
  }
}

extension Event.RunSummary {
  package init() { self.init(run: "") }
}
