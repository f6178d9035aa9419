internal import PipelineDescription
internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

extension Session {
  /// How much may run at once: by the command line, the environment, the manifest and the machine.
  func capacity(
    of workspace: Workspace,
    _ request: RunRequest
  ) throws(CommandFailure) -> Capacity {
    let cores = Machine.cores
    let asked = if let jobs = request.jobs { jobs } else { try jobsFromEnvironment() }
    let jobs = asked ?? workspace.defaults.jobs?.count ?? cores
    // What Foundation and the runner have open for each stage, and for themselves.
    let fitting = max(1, (Machine.openFiles - 40) / 5)
    if jobs > fitting, request.mode == .run {
      warn(
        Message(
          "at most \(fitting) stages run at once, as few files may be open",
          facts: [("limit", "\(Machine.openFiles) open files"), ("jobs", "\(jobs)")],
          hint: "`ulimit -n \(jobs * 5 + 40)` before the run allows more"
        )
      )
    }
    return Capacity(
      limits: workspace.defaults.limits,
      exclusives: workspace.graph.exclusives,
      jobs: min(jobs, fitting),
      cores: cores,
      memory: Machine.memory.map { Int($0) },
      settings: request.resources
    )
  }

  /// What `PIPELINE_JOBS` says; nil where it is not set, or empty.
  private func jobsFromEnvironment() throws(CommandFailure) -> Int? {
    guard let text = environment["PIPELINE_JOBS"], !text.isEmpty else { return nil }
    if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let jobs = Int(text),
      CommandTable.jobsRange.contains(jobs)
    {
      return jobs
    }
    let range = CommandTable.jobsRange
    let message = Message(
      "the variable `PIPELINE_JOBS` cannot be `\(text.printable)`",
      facts: [("expected", "a whole number from \(range.lowerBound) to \(range.upperBound)")],
      hint: "`export PIPELINE_JOBS=4`, or unset it"
    )
    throw failure([message], status: ExitStatus.usage)
  }
}
