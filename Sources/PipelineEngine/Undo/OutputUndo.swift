package import PipelinePlanning
package import PipelineSystem

/// Moves outputs aside, and undoes the changes that an attempt made to them.
///
/// Every step can be repeated, because an output with no file aside was never moved or is already back.
package struct OutputUndo: Sendable {
  private let files: any FileSystem
  /// The folder to which `undo` moves files from output paths; nil deletes these files instead.
  private let kept: Path?

  package struct Failure: Error, Equatable {
    package var path: Path
    package var fault: SystemFault
  }

  package init(files: any FileSystem, kept: Path? = nil) {
    self.files = files
    self.kept = kept
  }

  static func folder(run: String, stage: String, attempt: Int) -> Path {
    asideFolder.appending("\(run).\(stage).\(attempt)".utf8)
  }

  /// The folder for all outputs moved aside on the root's own disk.
  package static let asideFolder = Workspace.stateFolder.appending("aside".utf8)

  /// Throws if the runner must not move the file or folder at an output's path.
  func place(of output: FilePattern) throws(Failure) -> OutputPlace {
    let kind = try at(output.path) { () throws(SystemFault) in try files.kind(of: output.path) }
    switch (output.kind, kind) {
    // The contents of a folder behind a link may belong to someone else.
    case (.folder, .link): throw Failure(path: output.path, fault: .linkedFolder)
    case (.file, .folder): throw Failure(path: output.path, fault: .isFolder)
    default: return OutputPlace(path: output.path, isThere: kind != nil)
    }
  }

  func moveAside(_ path: Path, to aside: Path) throws(Failure) {
    try at(path) { () throws(SystemFault) in
      if try files.kind(of: Self.asideFolder) == .link { throw .linkedFolder }
      if let folder = aside.parent { try files.makeFolder(folder) }
      try files.rename(path, to: aside)
    }
  }

  /// Performs the steps that apply to the attempt's progress; returns whether any output has changed.
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

  /// Removes the file or folder at a path, or moves it to `kept`; returns false if there is none.
  private func giveWay(_ path: Path) throws(Failure) -> Bool {
    try at(path) { () throws(SystemFault) in
      guard let kind = try files.kind(of: path) else { return false }
      // An empty folder is not worth keeping.
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

  /// Returns a path on the same disk as an output, because a rename cannot move a file to another disk.
  private func beside(_ path: Path) throws(SystemFault) -> Path {
    let place = OutputPlace.beside(path, kept ?? Workspace.stateFolder)
    if let folder = place.parent { try files.makeFolder(folder) }
    return place
  }

  /// Removes the parent folders of a file that was moved aside, up to the first one that is not empty.
  private func removeEmptyFolders(above aside: Path) {
    var folder = aside.parent
    while let here = folder, here.components.contains(where: { $0.elementsEqual(".pipeline".utf8) })
    {
      // Fails if the folder is not empty.
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
