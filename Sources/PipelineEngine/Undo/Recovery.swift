package import PipelinePlanning
package import PipelineSystem

/// Undoes attempts of dead runs, before the next run looks at any file.
///
/// All processes of the dead runs must have ended before. Files at output paths are moved to
/// `.pipeline/kept`, because somebody may have edited them after the runner died.
package enum Recovery {
  /// Whether there are undo notes, or damaged records that may have held some.
  package static func isNeeded(_ records: Records) -> Bool {
    !records.undoNotes.isEmpty || records.damaged > 0
  }

  /// Performs the undo notes in the records, and strikes them out.
  ///
  /// If the system refuses, the user gets a warning and the note stays. The next run, and the stage's next
  /// attempt, try again. `attached` are stages whose attempts still run and must not be undone. `isOutput`
  /// tells whether a stage still declares an output at a path.
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
        // After a success nothing needs the files that are still aside, so the note is struck out.
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
