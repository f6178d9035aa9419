extension Event {
  /// How a run begins.
  package struct RunStart: Equatable, Sendable {
    package var run: String
    /// Milliseconds since 1970.
    package var time: Int64
    package var pipeline: String
    package var selected: Int
    package var toRun: Int
    package var mayRun: Int
    package var jobs: Int
    /// What the user typed behind the name of the program.
    package var arguments: [String]
    /// What every parameter of the pipeline is.
    package var parameters: ParameterValues
    package var version: String
    package var host: String
    package var process: Int32
    /// The commit that the root's repository stands at; nil where there is none or nothing is to run.
    package var commit: String?
    /// Whether the work tree differs from that commit.
    package var isDirty: Bool?

    package init(
      run: String,
      time: Int64,
      pipeline: String,
      selected: Int,
      toRun: Int,
      mayRun: Int,
      jobs: Int,
      arguments: [String],
      parameters: ParameterValues = ParameterValues(defaults: []),
      version: String,
      host: String,
      process: Int32,
      commit: String?,
      isDirty: Bool?
    ) {
      self.run = run
      self.time = time
      self.pipeline = pipeline
      self.selected = selected
      self.toRun = toRun
      self.mayRun = mayRun
      self.jobs = jobs
      self.arguments = arguments
      self.parameters = parameters
      self.version = version
      self.host = host
      self.process = process
      self.commit = commit
      self.isDirty = isDirty
    }
  }
}
