/// What is wrong with files where something is to be read or has been made.
extension FileState {
  /// What is wrong where a file or a folder is needed; nil where nothing is.
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
  /// What is wrong with the files that the pattern stands for, each as it is shown.
  ///
  /// A glob that matches nothing has no files that anything could be wrong with.
  package func troubles(
    in set: FileSet
  ) -> [(path: Path, shown: String, trouble: Obstacle.Trouble)] {
    set.files.compactMap { file in
      let isFolderItself = kind == .folder && file.path == path
      // A link to a folder within a folder stands in the set beside the files behind it.
      if kind != .file, !isFolderItself, file.state.stamp?.kind == .folder { return nil }
      guard let trouble = file.state.trouble(as: isFolderItself ? .folder : .file) else {
        return nil
      }
      return (file.path, file.path.text + (isFolderItself ? "/" : ""), trouble)
    }
  }
}
