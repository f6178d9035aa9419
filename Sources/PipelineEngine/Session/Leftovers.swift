import PipelinePlanning
import PipelineSystem

/// Files and folders that killed runners left in the state folder; only the holder of the lock removes them.
struct Leftovers {
  let files: any FileSystem

  /// Removes temporary files (`NAME.PID.new`), which a runner renames once they are written.
  func removeTemporaryFiles() {
    for folder in [Workspace.stateFolder, GraphFile.folder] {
      for entry in (try? files.entries(of: folder)) ?? [] where Self.isTemporary(entry.name) {
        try? files.remove(folder.appending(entry.name))
      }
    }
  }

  /// Removes the empty folders of outputs that were moved aside.
  ///
  /// Call it only if no undo note refers to them.
  func removeEmptyAside() {
    removeEmptyFolders(in: OutputUndo.asideFolder)
  }

  private func removeEmptyFolders(in folder: Path) {
    guard let entries = try? files.entries(of: folder) else { return }
    for entry in entries where entry.kind == .folder {
      removeEmptyFolders(in: folder.appending(entry.name))
    }
    // Fails if something is left in the folder.
    try? files.remove(folder)
  }

  static func isTemporary(_ name: [UInt8]) -> Bool {
    let parts = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[parts.count - 1].elementsEqual("new".utf8) else { return false }
    let number = parts[parts.count - 2]
    return !number.isEmpty && number.allSatisfy { (0x30...0x39).contains($0) }
  }
}
