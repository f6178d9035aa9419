/// What to start: one program with everything it is given.
package struct Launch: Sendable, Equatable {
  /// Path of the program, absolute or relative to `workingDirectory`.
  package var executable: String
  /// What the program is told, without its own name.
  package var arguments: [String]
  /// The whole environment; nothing is inherited beside it.
  package var environment: [String: String]
  /// Absolute path of the folder the program starts in.
  package var workingDirectory: String
  /// How long it may run, counted while the runner itself is not stopped; nil is for ever.
  package var timeLimit: Duration?
  /// How long its group may take to end between TERM and KILL.
  package var grace: Duration

  /// Describes a launch; nothing is looked at yet.
  package init(
    executable: String,
    arguments: [String] = [],
    environment: [String: String],
    workingDirectory: String,
    timeLimit: Duration? = nil,
    grace: Duration = .seconds(5)
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.timeLimit = timeLimit
    self.grace = grace
  }
}
