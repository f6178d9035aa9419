package import PipelinePlanning
package import PipelineSystem

/// Undoes what attempts did whose runner died, before a run looks at anything.
///
/// Nothing of the dead run may be alive any more. What gives way is moved to `.pipeline/kept`: since the
/// runner died somebody may have worked on it.
package enum Recovery {
  /// Whether anything is to be undone, or may be.
  package static func isNeeded(_ memory: Memory) -> Bool {
    !memory.undoNotes.isEmpty || memory.damaged > 0
  }

  /// Undoes what the records have noted, and strikes it out there.
  ///
  /// What the system refuses is told and stays noted: it is tried again before the stage's next attempt,
  /// and by the next run.
  ///
  /// - Parameters:
  ///   - store: The records.
  ///   - files: The disk.
  ///   - attached: Stages whose attempt goes on: nothing of it is undone.
  ///   - isOutput: Whether a stage still declares an output at this path.
  /// - Returns: What is worth telling.
  /// - Throws: The error of the system in writing the records.
  package static func perform(
    _ store: inout RecordStore,
    files: any FileSystem,
    attached: Set<String> = [],
    isOutput: (Path) -> Bool
  ) throws(SystemFault) -> [Event.Warning] {
    var warnings: [Event.Warning] = []
    for (stage, note) in store.memory.undoNotes.sorted(by: { $0.key < $1.key })
    where !attached.contains(stage) {
      let kept = Workspace.stateFolder.appending("kept".utf8).appending("\(note.run).\(stage)".utf8)
      do throws(OutputUndo.Failure) {
        let hasChanged = try OutputUndo(files: files, kept: kept).undo(note.applying(isOutput))
        if note.progress == .started, hasChanged {
          let hasKept = files.state(of: kept) != .missing
          warnings.append(
            .outputsUndone(
              stage: stage,
              run: note.run,
              isRestored: note.restores,
              kept: hasKept ? kept.text : nil
            )
          )
        }
      } catch {
        warnings.append(.outputsNotUndone(stage: stage, path: error.path.text, error.fault))
        // What a success has left aside is no longer needed: it is only told of.
        if note.progress != .succeeded { continue }
      }
      try store.strikeOutUndo(of: stage)
    }
    let left = (try? files.entries(of: OutputUndo.asideFolder)) ?? []
    for entry in left where store.memory.damaged > 0 {
      let folder = OutputUndo.asideFolder.appending(entry.name)
      warnings.append(.asideUnknown(folder: folder.text))
    }
    return warnings
  }
}
