package import PipelinePlanning
package import PipelineSystem

/// Moves outputs aside, and undoes what attempts did to them.
///
/// Every step may be repeated: what is not aside was never moved, or is back already, and what then
/// stands at the output's place stays.
package struct OutputUndo: Sendable {
  private let files: any FileSystem

  /// Why an output could not be undone, or moved aside.
  package struct Failure: Error, Equatable {
    package var path: Path
    package var fault: SystemFault
  }

  package init(files: any FileSystem) {
    self.files = files
  }

  /// The folder for what an attempt moves aside.
  static func folder(run: String, stage: String, attempt: Int) -> Path {
    asideFolder.appending("\(run).\(stage).\(attempt)".utf8)
  }

  /// The folder for all that is moved aside on the root's own disk.
  package static let asideFolder = Workspace.stateFolder.appending("aside".utf8)

  /// Where an output really stands.
  func place(of output: FilePattern) throws(Failure) -> OutputPlace {
    let state = files.state(of: output.path)
    if case .unreadable(let fault) = state { throw Failure(path: output.path, fault: fault) }
    let isLinkedFolder =
      output.kind == .folder && state.stamp?.kind == .folder && state.stamp?.link != nil
    let isThere = try at(output.path) { () throws(SystemFault) in try files.isThere(output.path) }
    return OutputPlace(
      output.path,
      path: isLinkedFolder ? files.realPath(of: output.path) : output.path,
      isLinkedFolder: isLinkedFolder,
      isThere: isThere
    )
  }

  /// Moves one output aside.
  func moveAside(_ path: Path, to aside: Path) throws(Failure) {
    try at(path) { () throws(SystemFault) in
      if let folder = aside.parent { try files.makeFolder(folder) }
      try files.rename(path, to: aside)
    }
  }

  /// Does what a note says, as far as the attempt has come.
  ///
  /// - Returns: Whether any output is another than before.
  @discardableResult
  package func settle(_ note: UndoNote) throws(Failure) -> Bool {
    var hasChanged = false
    for step in note.steps {
      switch (step, note.stage) {
      case (.putBack(_, let aside), .succeeded): try discard(aside)
      case (.putBack(let path, let aside), _):
        let isBack = try putBack(path, from: aside)
        hasChanged = hasChanged || isBack
      case (.remove, .begun), (.remove, .succeeded): break
      case (.remove(let path, let keepsFolder), .started):
        let isGone = try remove(path, keepsFolder: keepsFolder)
        hasChanged = hasChanged || isGone
      }
      if case .putBack(_, let aside) = step { removeEmptyFolders(above: aside) }
    }
    return hasChanged
  }

  private func remove(_ path: Path, keepsFolder: Bool) throws(Failure) -> Bool {
    try at(path) { () throws(SystemFault) in
      guard try files.isThere(path) else { return false }
      if keepsFolder { try files.removeContents(of: path) } else { try files.removeTree(path) }
      return true
    }
  }

  private func discard(_ aside: Path) throws(Failure) {
    try at(aside) { () throws(SystemFault) in try files.removeTree(aside) }
  }

  private func putBack(_ path: Path, from aside: Path) throws(Failure) -> Bool {
    try at(path) { () throws(SystemFault) in
      guard try files.isThere(aside) else { return false }
      try files.removeTree(path)
      if let folder = path.parent { try files.makeFolder(folder) }
      try files.rename(aside, to: path)
      return true
    }
  }

  /// Removes the folders that were made for what was aside, as far as nothing else is in them.
  private func removeEmptyFolders(above aside: Path) {
    var folder = aside.parent
    while let here = folder, here.components.contains(where: { $0.elementsEqual(".pipeline".utf8) })
    {
      // What is not empty, or not there, ends it.
      guard (try? files.remove(here)) != nil else { return }
      folder = here.parent
    }
  }

  private func at<Value>(
    _ path: Path,
    _ body: () throws(SystemFault) -> Value
  ) throws(Failure) -> Value {
    do {
      return try body()
    } catch {
      throw Failure(path: path, fault: error)
    }
  }
}
