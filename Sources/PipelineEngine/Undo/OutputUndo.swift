package import PipelinePlanning
package import PipelineSystem

/// Moves outputs aside, and undoes what attempts did to them.
///
/// Every step may be repeated: what is not aside was never moved, or is back already, and what then
/// stands at the output's place stays.
package struct OutputUndo: Sendable {
  private let files: any FileSystem
  /// Where what must give way is moved instead of being removed; nil removes it.
  private let kept: Path?

  /// Why an output could not be undone, or moved aside.
  package struct Failure: Error, Equatable {
    package var path: Path
    package var fault: SystemFault
  }

  package init(files: any FileSystem, kept: Path? = nil) {
    self.files = files
    self.kept = kept
  }

  /// The folder for what an attempt moves aside.
  static func folder(run: String, stage: String, attempt: Int) -> Path {
    asideFolder.appending("\(run).\(stage).\(attempt)".utf8)
  }

  /// The folder for all that is moved aside on the root's own disk.
  package static let asideFolder = Workspace.stateFolder.appending("aside".utf8)

  /// What stands where a stage declares an output; refuses what is not the stage's own to move.
  func place(of output: FilePattern) throws(Failure) -> OutputPlace {
    let kind = try at(output.path) { () throws(SystemFault) in try files.kind(of: output.path) }
    switch (output.kind, kind) {
    // What a folder behind a link holds may be anybody's.
    case (.folder, .link): throw Failure(path: output.path, fault: .linkedFolder)
    case (.file, .folder): throw Failure(path: output.path, fault: .isFolder)
    default: return OutputPlace(path: output.path, isThere: kind != nil)
    }
  }

  /// Moves one output aside.
  func moveAside(_ path: Path, to aside: Path) throws(Failure) {
    try at(path) { () throws(SystemFault) in
      if try files.kind(of: Self.asideFolder) == .link { throw .linkedFolder }
      if let folder = aside.parent { try files.makeFolder(folder) }
      try files.rename(path, to: aside)
    }
  }

  /// Does what a note says, as far as the attempt has come.
  ///
  /// - Returns: Whether any output is another than before.
  package func undo(_ note: UndoNote) throws(Failure) -> Bool {
    var hasChanged = false
    for step in note.steps {
      switch (step, note.progress) {
      case (.putBack(_, let aside), .succeeded):
        try at(aside) { () throws(SystemFault) in try files.removeTree(aside) }
      case (.putBack(let path, let aside), _):
        let isBack = try putBack(path, from: aside)
        hasChanged = hasChanged || isBack
      case (.remove, .begun), (.remove, .succeeded): break
      case (.remove(let path), .started):
        let isGone = try giveWay(path)
        hasChanged = hasChanged || isGone
      }
      if case .putBack(_, let aside) = step { removeEmptyFolders(above: aside) }
    }
    return hasChanged
  }

  private func putBack(_ path: Path, from aside: Path) throws(Failure) -> Bool {
    guard try at(aside, { () throws(SystemFault) in try files.kind(of: aside) != nil }) else {
      return false
    }
    _ = try giveWay(path)
    return try at(path) { () throws(SystemFault) in
      if let folder = path.parent { try files.makeFolder(folder) }
      try files.rename(aside, to: path)
      return true
    }
  }

  /// Takes away what stands at a path; false where nothing does.
  private func giveWay(_ path: Path) throws(Failure) -> Bool {
    try at(path) { () throws(SystemFault) in
      guard let kind = try files.kind(of: path) else { return false }
      // An empty folder is none that anybody could miss.
      var isEmpty = false
      if kind == .folder { isEmpty = try files.entries(of: path).isEmpty }
      guard let kept, !isEmpty else {
        try files.removeTree(path)
        return true
      }
      let copy = kept.appending(path.bytes)
      if let folder = copy.parent { try files.makeFolder(folder) }
      do throws(SystemFault) {
        try files.rename(path, to: copy)
      } catch  where error.meansOtherDisk {
        try files.rename(path, to: try beside(path))
      } catch {
        throw error
      }
      return true
    }
  }

  /// A place on the disk of an output for what gives way.
  private func beside(_ path: Path) throws(SystemFault) -> Path {
    let place = OutputPlace.beside(path, kept ?? Workspace.stateFolder)
    if let folder = place.parent { try files.makeFolder(folder) }
    return place
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
