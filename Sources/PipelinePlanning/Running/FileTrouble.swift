extension FileState {
  /// Returns the fault of this state if an entry of `kind` is needed; nil if there is none.
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
  /// Returns the faults of files in a set (`shown` is the path for messages); none if a glob matches nothing.
  package func troubles(
    in set: FileSet
  ) -> [(path: Path, shown: String, trouble: Obstacle.Trouble)] {
    set.files.compactMap { file in
      let isFolderItself = kind == .folder && file.path == path
      // A link to a folder is no fault: the set also contains the files behind the link.
      if kind != .file, !isFolderItself, file.state.stamp?.kind == .folder { return nil }
      guard let trouble = file.state.trouble(as: isFolderItself ? .folder : .file) else {
        return nil
      }
      return (file.path, file.path.text + (isFolderItself ? "/" : ""), trouble)
    }
  }
}
