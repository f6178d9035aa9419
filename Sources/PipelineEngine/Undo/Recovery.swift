package import PipelinePlanning
package import PipelineSystem

/// Undoes attempts of dead runs, whose processes must have ended, before the next run looks at any file.
///
/// Files at output paths are moved to `.pipeline/kept`, because a user may have edited them since.
package enum Recovery {
  /// Whether there are undo notes, or damaged records that may have held some.
  package static func isNeeded(_ records: Records) -> Bool {
    !records.undoNotes.isEmpty || records.damaged > 0
  }

  /// Performs and removes the undo notes, except those of `attached` stages, whose attempts still run.
  ///
  /// If the system refuses, the note stays with a warning, and the next run or attempt tries again.
  package static func perform(
    _ store: inout RecordStore,
    files: any FileSystem,
    attached: Set<String> = [],
    outputs: (_ stage: String) -> [FilePattern],
    isOutput: (Path) -> Bool
  ) throws(SystemFault) -> [Event.Warning] {
    var warnings: [Event.Warning] = []
    for (stage, note) in store.records.undoNotes.sorted(by: { $0.key < $1.key })
    where !attached.contains(stage) {
      let kept = Workspace.keptFolder.appending("\(note.run).\(stage)".utf8)
      do throws(OutputUndo.Failure) {
        let undo = OutputUndo(files: files, outputs: outputs(stage), kept: kept)
        let outcome = try undo.undo(note.applying(isOutput))
        warnings += outcome.kept.map { $0.warning(stage) }
        if note.progress == .started, outcome.hasChanged {
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
        // After a success, the note must not block the stage. The files stay at the path in the warning.
        if note.progress != .succeeded { continue }
      }
      try store.strikeOutUndo(of: stage)
    }
    let left = (try? files.entries(of: OutputUndo.asideFolder)) ?? []
    for entry in left where store.records.damaged > 0 {
      let folder = OutputUndo.asideFolder.appending(entry.name)
      warnings.append(.asideUnknown(folder: folder.text))
    }
    return warnings
  }
}
