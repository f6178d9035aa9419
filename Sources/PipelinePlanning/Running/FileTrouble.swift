/// Faults of the files that stages read or make.
extension FileState {
  /// Returns the fault of this state if an entry of `kind` is needed; nil if the state is right.
  package func trouble(as kind: Stamp.Kind) -> Obstacle.Trouble? {
    switch self {
    case .missing: .missing
    case .unreadable(let fault): .unreadable(fault)
    case .present(let stamp):
      switch (stamp.kind, kind) {
      case (.special, _): .isSpecial
      case (.folder, .file): .isFolder
      case (.file, .folder): .isFile
      default: nil
      }
    }
  }
}

extension FilePattern {
  /// Returns the faults of the files in the set, each with the path as messages show it.
  ///
  /// A glob without matches has no files and therefore no faults.
  package func troubles(
    in set: FileSet
  ) -> [(path: Path, shown: String, trouble: Obstacle.Trouble)] {
    set.files.compactMap { file in
      let isFolderItself = kind == .folder && file.path == path
      // The set holds a link to a folder within a folder, and beside it the files that it leads to.
      if kind != .file, !isFolderItself, file.state.stamp?.kind == .folder { return nil }
      guard let trouble = file.state.trouble(as: isFolderItself ? .folder : .file) else {
        return nil
      }
      return (file.path, file.path.text + (isFolderItself ? "/" : ""), trouble)
    }
  }
}
