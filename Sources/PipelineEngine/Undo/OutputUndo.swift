internal import PipelineDescription
package import PipelinePlanning
package import PipelineSystem

/// Moves outputs aside, and undoes the changes that an attempt made to them.
///
/// Every step can be repeated, because an output with no file aside was never moved or is already back.
/// Files in an output folder that are not part of the output are always back in place at the end.
package struct OutputUndo: Sendable {
  private let tree: OutputTree
  /// The folder to which `undo` moves files from output paths; nil deletes these files instead.
  private let kept: Path?
  private var files: any FileSystem { tree.files }

  package struct Failure: Error, Equatable {
    package var path: Path
    package var fault: SystemFault
  }

  /// The consequences of an undo.
  package struct Outcome: Equatable {
    package var hasChanged = false
    package var kept: [KeptFiles] = []
  }

  /// Earlier files of an output folder that the attempt did not make again.
  package struct KeptFiles: Equatable {
    package var output: Path
    package var folder: Path
    package var count = 0
    /// In bytes.
    package var size: Int64 = 0

    func warning(_ stage: String) -> Event.Warning {
      .earlierFilesKept(
        stage: stage,
        path: output.text,
        files: count,
        size: size,
        copy: folder.text
      )
    }
  }

  /// `outputs` are the declared outputs of the stage; empty if the manifest no longer has the stage.
  package init(files: any FileSystem, outputs: [FilePattern], kept: Path? = nil) {
    tree = OutputTree(files: files, outputs: outputs)
    self.kept = kept
  }

  static func folder(_ parent: Path, run: String, stage: String, attempt: Int) -> Path {
    parent.appending("\(run).\(stage).\(attempt)".utf8)
  }

  /// The folder for all outputs moved aside on the root's own disk.
  package static let asideFolder = Workspace.stateFolder.appending("aside".utf8)

  /// Throws if the runner must not move the file or folder at an output's path.
  ///
  /// `isMadeLink` says that the last success left a link there, which the stage's scripts made.
  func place(
    of output: FilePattern,
    isMadeLink: Bool,
    _ choice: OnFailure
  ) throws(Failure) -> OutputPlace {
    let kind = try at(output.path) { () throws(SystemFault) in try files.kind(of: output.path) }
    switch (output.kind, kind) {
    // The contents of a folder behind a user's link may belong to someone else, so they stay.
    case (.folder, .link) where !isMadeLink:
      guard choice == .keep else { throw Failure(path: output.path, fault: .linkedFolder) }
      return OutputPlace(output, isThere: false)
    case (.file, .folder): throw Failure(path: output.path, fault: .isFolder)
    // The file is not an output of the stage, so it must be the user's.
    case (.folder, .file), (.folder, .special):
      throw Failure(path: output.path, fault: .isNoFolder)
    default:
      return OutputPlace(output, isThere: kind != nil)
    }
  }

  /// Removes the files of output folders that a failed attempt of the same run left.
  func clear(_ outputs: [FilePattern]) throws(Failure) {
    for output in outputs where output.kind == .folder && !output.marks.contains(.persist) {
      try at(output.path) { () throws(SystemFault) in
        guard try files.kind(of: output.path) == .folder else { return }
        for part in try tree.split(output.path).parts { try files.removeTree(part) }
      }
    }
  }

  func moveAside(_ path: Path, to aside: Path) throws(Failure) {
    try at(path) { () throws(SystemFault) in
      if try files.kind(of: Self.asideFolder) == .link { throw .linkedFolder }
      let parts = try tree.split(path, movesIgnored: true).parts
      for part in parts { try tree.move(part, from: path, to: aside) }
    }
  }

  /// Performs the steps that apply to the attempt's progress.
  package func undo(_ note: UndoNote) throws(Failure) -> Outcome {
    var outcome = Outcome()
    for step in note.steps {
      switch (step, note.progress) {
      case (.putBack(let path, let aside), .succeeded),
        (.setAside(let path, let aside), .succeeded):
        try at(aside) { () throws(SystemFault) in
          try keep(aside, of: path, unlessMadeAgain: true, &outcome)
        }
      case (.putBack(let path, let aside), _), (.setAside(let path, let aside), .begun):
        let hasStarted = note.progress == .started
        let isBack = try at(path) { () throws(SystemFault) in
          try putBack(path, from: aside, hasStarted: hasStarted)
        }
        outcome.hasChanged = outcome.hasChanged || isBack
      case (.setAside(let path, let aside), .started):
        try at(aside) { () throws(SystemFault) in
          if note.steps.contains(.remove(path)) {
            try tree.returnIgnored(from: aside, to: path)
            try files.removeTree(aside)
          } else {
            try keep(aside, of: path, unlessMadeAgain: false, &outcome)
          }
        }
      case (.remove, .begun), (.remove, .succeeded): break
      case (.remove(let path), .started):
        let isGone = try at(path) { () throws(SystemFault) in try giveWay(path) }
        outcome.hasChanged = outcome.hasChanged || isGone
      }
      if let (_, aside) = step.move { removeEmptyFolders(above: aside) }
    }
    return outcome
  }

  /// Returns false if nothing is aside.
  private func putBack(_ path: Path, from aside: Path, hasStarted: Bool) throws(SystemFault) -> Bool
  {
    guard try files.kind(of: aside) != nil else { return false }
    // Files that are not part of the output join the earlier output, so that one rename moves it back. If no
    // script has started, that goes for all files, because a crash can interrupt `moveAside`.
    if try files.kind(of: aside) == .folder {
      let joining =
        try hasStarted ? tree.split(path).leftOut : tree.parts(of: path, missingIn: aside)
      // An entry whose place is taken stays, and is handled below.
      for entry in joining { try? tree.move(entry, from: path, to: aside) }
    }
    _ = try giveWay(path, movesIgnored: true)
    if let folder = path.parent { try files.makeFolder(folder) }
    if try files.kind(of: path) == nil {
      try files.rename(aside, to: path)
    } else {
      // An exception that is newer than the attempt keeps files in the folder.
      for part in try tree.parts(of: aside, missingIn: path) {
        try tree.move(part, from: aside, to: path)
      }
      if try tree.size(of: aside).count > 0 {
        try tree.move(aside, from: aside, to: Self.keptPlace(of: aside))
      }
      try files.removeTree(aside)
    }
    return true
  }

  /// Removes an output, or moves it to `kept`; returns false if there is none.
  private func giveWay(_ path: Path, movesIgnored: Bool = false) throws(SystemFault) -> Bool {
    let parts = try tree.split(path, movesIgnored: movesIgnored).parts
    for part in parts {
      guard let kept, try tree.size(of: part).count > 0 else {
        try files.removeTree(part)
        continue
      }
      do throws(SystemFault) {
        try tree.move(part, from: path, to: kept.appending(path.bytes))
      } catch  where error.meansOtherDisk {
        // A rename cannot move a file to another disk.
        try tree.move(part, from: path, to: OutputPlace.beside(path, kept))
      } catch {
        throw error
      }
    }
    return !parts.isEmpty
  }

  /// Moves an earlier output from `aside` to the folder for kept files on the same disk.
  private func keep(
    _ aside: Path,
    of path: Path,
    unlessMadeAgain: Bool,
    _ outcome: inout Outcome
  ) throws(SystemFault) {
    guard let kind = try files.kind(of: aside) else { return }
    // A link is moved aside only if a script made it, and a file only if the new output replaces it.
    guard kind == .folder else { return try files.removeTree(aside) }
    try tree.returnIgnored(from: aside, to: path)
    let folder = Self.keptPlace(of: aside)
    if folder == aside {
      let (count, size) = try tree.size(of: aside)
      let kept = KeptFiles(output: path, folder: folder, count: count, size: size)
      // An empty folder is not worth keeping.
      if count > 0 { outcome.kept.append(kept) } else { try files.removeTree(aside) }
      return
    }
    var found = KeptFiles(output: path, folder: folder)
    for part in unlessMadeAgain ? try tree.parts(of: aside, missingIn: path) : [aside] {
      let (count, size) = try tree.size(of: part)
      if count == 0 { continue }
      try tree.move(part, from: aside, to: folder)
      (found.count, found.size) = (found.count + count, found.size + size)
    }
    try files.removeTree(aside)
    if found.count > 0 { outcome.kept.append(found) }
  }

  /// Returns the place on the same disk for what was moved to `aside`.
  private static func keptPlace(of aside: Path) -> Path {
    var names = aside.components
    let state = names.firstIndex { $0.elementsEqual(Workspace.stateFolder.bytes) } ?? 0
    names[state + 1] = Workspace.keptFolder.name
    let joined = Array(names.joined(separator: [Path.slash]))
    return Path(bytes: aside.isAbsolute ? [Path.slash] + joined : joined)
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
