package import PipelinePlanning
internal import Synchronization

/// Follows every link on the way to a path, asking the disk once for each; on any thread.
package final class RealPaths: Sendable {
  private let files: any FileSystem
  private let answers = Mutex<[Path: Path]>([:])

  package init(files: any FileSystem) {
    self.files = files
  }

  /// What was asked so far, with the answers.
  package var known: [Path: Path] { answers.withLock { $0 } }

  /// Where a path leads, as far as it exists.
  package func callAsFunction(_ path: Path) -> Path {
    // Asked within the lock, so that it is once for each.
    answers.withLock { answers in
      if let known = answers[path] { return known }
      let real = files.realPath(of: path)
      answers[path] = real
      return real
    }
  }
}
