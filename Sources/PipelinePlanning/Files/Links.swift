/// Follows symbolic links, so that two names of one file lead to the same path.
struct Links: Sendable {
  /// Returns a path with all symbolic links followed.
  private let follow: @Sendable (Path) -> Path

  init(follow: @escaping @Sendable (Path) -> Path) {
    self.follow = follow
  }

  func folder(_ path: Path) -> Path {
    path == .root ? path : follow(path)
  }

  /// Follows only the links in the folder's path, because an output that is a link is a file of its own.
  func file(_ path: Path) -> Path {
    guard let folder = path.parent else { return path }
    let real = self.folder(folder)
    return real == folder ? path : real.appending(path.name)
  }

  func place(of output: FilePattern) -> Path {
    output.kind == .folder ? folder(output.path) : file(output.path)
  }
}
