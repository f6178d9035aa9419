package import PipelinePlanning
package import PipelineSystem

/// Undoes what attempts did whose runner died, before a run looks at anything.
///
/// Nothing of the dead run may be alive any more.
package enum Recovery {
  /// Whether anything is to be undone, or may be.
  package static func isNeeded(_ memory: Memory) -> Bool {
    !memory.undoNotes.isEmpty || memory.damaged > 0
  }

  /// Undoes what the records have noted, and strikes it out there.
  ///
  /// - Returns: What is worth telling.
  package static func perform(
    _ store: inout RecordStore,
    files: any FileSystem
  ) throws(OutputUndo.Failure) -> [Event.Warning] {
    var warnings: [Event.Warning] = []
    let undo = OutputUndo(files: files)
    for (stage, note) in store.memory.undoNotes.sorted(by: { $0.key < $1.key }) {
      try undo.settle(note)
      do throws(SystemFault) {
        try store.settleUndo(of: stage)
      } catch {
        throw OutputUndo.Failure(path: RecordStore.path, fault: error)
      }
      if note.stage == .started {
        warnings.append(.outputsUndone(stage: stage, run: note.run, isRestored: note.restores))
      }
    }
    let left = (try? files.entries(of: OutputUndo.asideFolder)) ?? []
    for entry in left where store.memory.damaged > 0 {
      let folder = OutputUndo.asideFolder.appending(entry.name)
      warnings.append(.asideUnknown(folder: folder.text))
    }
    return warnings
  }
}
