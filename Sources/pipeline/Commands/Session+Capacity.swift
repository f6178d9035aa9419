internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

extension Session {
  /// How much may run at once: by the command line, the environment, the manifest and the machine.
  func capacity(
    of pipeline: Pipeline,
    _ request: RunRequest
  ) throws(CommandFailure) -> Capacity {
    let cores = Machine.cores
    let asked = if let jobs = request.jobs { jobs } else { try jobsFromEnvironment() }
    return Capacity(
      of: pipeline,
      jobs: asked ?? pipeline.jobs?.count ?? cores,
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
