/// Follows links, so that one file under two names is seen as one.
struct Links: Sendable {
  /// Where a path leads when every link on the way is followed.
  private let follow: @Sendable (Path) -> Path

  init(follow: @escaping @Sendable (Path) -> Path) {
    self.follow = follow
  }

  /// The folder itself, whatever leads to it.
  func folder(_ path: Path) -> Path {
    path == .root ? path : follow(path)
  }

  /// The file's place: its folder's links are followed, and its own name stays, be it a link or not.
  ///
  /// An output `latest` that its script makes a link to another output is still a file of its own.
  func file(_ path: Path) -> Path {
    guard let folder = path.parent else { return path }
    let real = self.folder(folder)
    return real == folder ? path : real.appending(path.name)
  }

  /// The place of what an output names.
  func place(of output: FilePattern) -> Path {
    output.kind == .folder ? folder(output.path) : file(output.path)
  }
}
