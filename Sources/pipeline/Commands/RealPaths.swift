internal import PipelinePlanning
internal import PipelineSystem

/// Follows the links on the way to a path, asking the disk once for each folder.
final class RealPaths {
  private let files: LocalFileSystem
  private var folders: [Path: Path] = [:]

  init(files: LocalFileSystem) {
    self.files = files
  }

  /// The path with its folder's links followed; the last name stays, be it a link itself or not.
  func callAsFunction(_ path: Path) -> Path {
    guard let folder = path.parent else { return path }
    if let known = folders[folder] { return known.appending(path.name) }
    let real = folder == .root ? folder : files.realPath(of: folder)
    folders[folder] = real
    return real.appending(path.name)
  }
}
