internal import PipelinePlanning
internal import PipelineSystem

/// Follows every link on the way to a path, asking the disk once for each.
final class RealPaths {
  private let files: LocalFileSystem
  private(set) var known: [Path: Path] = [:]

  init(files: LocalFileSystem) {
    self.files = files
  }

  /// Where a path leads, as far as it exists.
  func callAsFunction(_ path: Path) -> Path {
    if let known = known[path] { return known }
    let real = files.realPath(of: path)
    known[path] = real
    return real
  }
}
