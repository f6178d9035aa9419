package import PipelineDescription

/// Why a run cannot start: something a stage needs is not there and nothing will make it.
package enum Obstacle: Error, Equatable, Sendable {
  /// What is wrong with a file that is needed.
  package enum Trouble: Equatable, Sendable {
    case missing
    /// A folder stands where a file is declared.
    case isFolder
    /// A file stands where a folder is declared.
    case isFile
    /// A FIFO, a socket or a device.
    case isSpecial
    case unreadable(SystemFault)
  }

  case externalFolder(stage: String, path: String, Trouble, place: Place)
  case externalFile(stage: String, path: String, Trouble, place: Place)
  case externalProgram(stage: String, name: String, place: Place)
  case externalVariable(stage: String, name: String, place: Place)
  /// A stage that is not selected is needed, and has never succeeded, failed, or lacks an output.
  case upstreamNotRun(stage: String, upstream: String, why: UpstreamTrouble)
  case input(stage: String, path: String, Trouble, nearest: Nearest?, place: Place)
  case emptyGlob(stage: String, pattern: String, nearest: Nearest?, place: Place)
  case script(stage: String, path: String, Trouble, nearest: Nearest?, place: Place)

  /// Why an upstream stage does not count as done.
  package enum UpstreamTrouble: Equatable, Sendable {
    case failed
    case interrupted
    /// The run that goes on has it in hand.
    case running
    case neverRun
    case outputMissing(String)
  }

  /// The nearest path that is there, and who makes it.
  package struct Nearest: Equatable, Sendable {
    package var path: String
    package var maker: String?

    package init(path: String, maker: String?) {
      self.path = path
      self.maker = maker
    }
  }
}
