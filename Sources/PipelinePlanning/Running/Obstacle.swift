package import PipelineDescription

/// The reason why a run cannot start: a stage needs something that is missing and that no stage will make.
package enum Obstacle: Error, Equatable, Sendable {
  /// The fault of a file that a stage needs.
  package enum Trouble: Equatable, Sendable {
    case missing
    /// A folder is there, but a file is declared.
    case isFolder
    /// A file is there, but a folder is declared.
    case isFile
    /// The path is a FIFO, a socket or a device.
    case isSpecial
    case unreadable(SystemFault)
  }

  case externalFolder(stage: String, path: String, Trouble, place: Place)
  case externalFile(stage: String, path: String, Trouble, place: Place)
  case externalProgram(stage: String, name: String, place: Place)
  case externalVariable(stage: String, name: String, place: Place)
  /// A stage depends on an unselected one that has not run, failed, or lacks an output, as `why` says.
  case upstreamNotRun(stage: String, upstream: String, why: UpstreamTrouble)
  case input(stage: String, path: String, Trouble, nearest: Nearest?, place: Place)
  case emptyGlob(stage: String, pattern: String, nearest: Nearest?, place: Place)
  case script(stage: String, path: String, Trouble, nearest: Nearest?, place: Place)

  /// The reason why an upstream stage does not count as finished.
  package enum UpstreamTrouble: Equatable, Sendable {
    case failed
    case interrupted
    /// Another run is executing it now.
    case running
    case neverRun
    case outputMissing(String)
  }

  /// The existing path with the nearest name, and the stage that makes it.
  package struct Nearest: Equatable, Sendable {
    package var path: String
    package var maker: String?

    package init(path: String, maker: String?) {
      self.path = path
      self.maker = maker
    }
  }
}
