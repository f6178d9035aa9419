package import PipelineDescription

/// A missing or unusable thing that a stage needs and no stage will make, so the run cannot start.
package enum Obstacle: Error, Equatable, Sendable {
  package enum Trouble: Equatable, Sendable {
    case missing
    case isFolder
    case isFile
    /// A FIFO, a socket or a device.
    case isSpecial
    case unreadable(SystemFault)
  }

  case externalFolder(stage: String, path: String, Trouble, place: Place)
  case externalFile(stage: String, path: String, Trouble, place: Place)
  case externalProgram(stage: String, name: String, place: Place)
  case externalVariable(stage: String, name: String, place: Place)
  /// The stage depends on `upstream`, which the run does not select and which is not finished.
  case upstreamNotRun(stage: String, upstream: String, why: UpstreamTrouble)
  case input(stage: String, path: String, Trouble, nearest: Nearest?, place: Place)
  case emptyGlob(stage: String, pattern: String, nearest: Nearest?, place: Place)
  /// The program that runs a command is not on PATH; `isDeclared` is false if the command has a pipe instead.
  case shell(stage: String, name: String, isDeclared: Bool, place: Place)
  /// A step has a text that is too long for the system.
  case tooLong(stage: String, LaunchFault, isCommand: Bool, place: Place)
  case script(stage: String, path: String, Trouble, nearest: Nearest?, place: Place)
  /// The system could not start the script, for example because its interpreter is missing.
  case start(stage: String, LaunchFault, place: Place)

  package enum UpstreamTrouble: Equatable, Sendable {
    case failed
    case interrupted
    case running
    case neverRun
    case outputMissing(String)
  }

  /// The existing path with the most similar name, and the stage that makes it, if any.
  package struct Nearest: Equatable, Sendable {
    package var path: String
    package var maker: String?

    package init(path: String, maker: String?) {
      self.path = path
      self.maker = maker
    }
  }
}
