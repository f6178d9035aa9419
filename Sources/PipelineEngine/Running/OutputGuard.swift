internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// Copies outputs that were edited by hand, moves outputs aside, and undoes failed attempts; its state is in
/// the records, so that the next run can continue after a crash.
struct OutputGuard {
  let context: RunContext

  private var workspace: Workspace { context.workspace }
  private var files: any FileSystem { context.workspace.files }

  /// Copies outputs that were changed by hand, before the stage overwrites them.
  func keepChangedOutputs(
    of stage: StageID,
    _ now: Observation,
    _ ledger: inout Ledger
  ) throws(StartFailure) {
    let node = context.graph.nodes[stage]
    let choice = workspace.onFailure(of: node.stage)
    let history = ledger.histories[node.stage.name]
    // After a failed attempt, the outputs are those of the attempt, unless the earlier ones were put back.
    guard history?.lastAttempt == .succeeded || choice != .keep else { return }
    let old = Dictionary(
      (history?.record?.outputs ?? []).flatMap(\.files).map { ($0.path, $0) },
      uniquingKeysWith: { $1 }
    )
    let kept = Workspace.keptFolder.appending(context.id.utf8)
    // A set, because a file may belong to two declared outputs.
    let isMoved = zip(node.distinctOutputs, now.outputs).filter { output, _ in
      output.kind == .folder && !output.marks.contains(.persist)
    }
    let inMoved = Set(isMoved.flatMap(\.1.files).map(\.path))
    let persistent = node.outputs.filter { $0.marks.contains(.persist) }
    for file in Set(now.outputs.flatMap(\.files)).sorted(by: { $0.path < $1.path })
    where file.state.stamp?.kind == .file
      && !persistent.contains(where: { $0.path == file.path || $0.matches(file.path) })
    {
      // A file that no attempt made is in danger if the runner moves or removes the output.
      let isInDanger = choice != .keep || inMoved.contains(file.path)
      guard old[file.path].map({ !$0.isSame(as: file) }) ?? isInDanger else { continue }
      let copy = kept.appending(file.path.bytes)
      try StartFailure.at(copy) { () throws(SystemFault) in try files.copy(file.path, to: copy) }
      ledger.tell(
        .warning(.outputKept(stage: node.stage.name, path: file.path.text, copy: copy.text))
      )
    }
  }

  /// Records the undo note of the attempt, and moves aside the outputs that an undo must put back.
  func setAside(
    _ stage: StageID,
    number: Int,
    _ ledger: inout Ledger
  ) throws(StartFailure) {
    let node = context.graph.nodes[stage]
    try undoEarlierAttempt(stage, &ledger)
    let choice = workspace.onFailure(of: node.stage)
    let history = ledger.histories[node.stage.name]
    let madeLinks = history?.record?.madeLinks ?? []
    let undo = undo(of: stage)
    do throws(OutputUndo.Failure) {
      // What the failed attempt before this one left is not worth a copy for each attempt of a `Retry`.
      if number > 1, choice == .keep, case .failed(let end)? = history?.lastAttempt,
        end.hasStartedScript
      {
        try undo.clear(node.distinctOutputs)
      }
      var places: [OutputPlace] = []
      for output in node.distinctOutputs where !output.marks.contains(.persist) {
        if choice == .keep, output.kind == .file { continue }
        let isMadeLink = madeLinks.contains(output.path)
        places.append(try undo.place(of: output, isMadeLink: isMadeLink, choice))
      }
      // Before the first success, the files are the user's, so they go where they are kept.
      let isUsers = choice == .keep && history?.record == nil
      let folder = OutputUndo.folder(
        isUsers ? Workspace.keptFolder : OutputUndo.asideFolder,
        run: context.id,
        stage: node.stage.name,
        attempt: number
      )
      let persistent = node.outputs.filter { $0.marks.contains(.persist) }.map(\.path)
      let steps = OutputPlace.undoSteps(choice, places, persistent: persistent, folder: folder)
      if steps.isEmpty { return }
      try move(node.stage.name, UndoNote(run: context.id, steps: steps), folder, undo, &ledger)
    } catch {
      takeBack(stage, &ledger)
      throw StartFailure(error.fault, at: error.path)
    }
  }

  /// Puts back the outputs that were moved aside for an attempt that did not begin.
  func takeBack(_ stage: StageID, _ ledger: inout Ledger) {
    // A note with another progress belongs to an earlier attempt, whose scripts have run; it must be undone
    // completely, and later.
    guard ledger.records.undoNotes[context.name(stage)]?.progress == .begun else { return }
    if undo(stage, hasStarted: false, &ledger).isSettled {
      ledger.strikeOutUndo(of: context.name(stage))
    }
  }

  /// Undoes an unsuccessful attempt's changes to outputs; `hasStarted` says whether a script could make any.
  ///
  /// If the system refuses, `isSettled` is false, so the undo note stays and the next attempt tries again.
  func undo(
    _ stage: StageID,
    hasStarted: Bool,
    _ ledger: inout Ledger
  ) -> (isSettled: Bool, undone: Event.AttemptSummary.Undone?) {
    guard var note = ledger.records.undoNotes[context.name(stage)] else { return (false, nil) }
    if !hasStarted { note.progress = .begun }
    guard let hasChanged = perform(note, stage, &ledger) else { return (false, nil) }
    return (true, hasStarted && hasChanged ? (note.restores ? .restored : .removed) : nil)
  }

  /// Removes the old outputs that the runner moved aside before a successful attempt.
  func discardAside(_ stage: StageID, _ ledger: inout Ledger) {
    let name = context.name(stage)
    guard let note = ledger.records.undoNotes[name], note.progress == .succeeded else { return }
    if perform(note, stage, &ledger) != nil { ledger.strikeOutUndo(of: name) }
  }

  /// Undoes an earlier attempt whose undo failed, because a new note would replace the note of that attempt.
  private func undoEarlierAttempt(
    _ stage: StageID,
    _ ledger: inout Ledger
  ) throws(StartFailure) {
    guard let note = ledger.records.undoNotes[context.name(stage)] else { return }
    do throws(OutputUndo.Failure) {
      _ = try undo(of: stage).undo(note)
    } catch {
      throw StartFailure(error.fault, at: error.path)
    }
    ledger.strikeOutUndo(of: context.name(stage))
  }

  private func move(
    _ stage: String,
    _ note: UndoNote,
    _ folder: Path,
    _ undo: OutputUndo,
    _ ledger: inout Ledger
  ) throws(OutputUndo.Failure) {
    var note = note
    try write(note, stage, &ledger)
    for step in note.steps {
      guard let (path, aside) = step.move else { continue }
      do throws(OutputUndo.Failure) {
        try undo.moveAside(path, to: aside)
      } catch {
        guard error.fault.meansOtherDisk || error.fault.isBusy else { throw error }
        // Some parts may have moved already. They go back first, because the note can name only one place.
        _ = try undo.undo(UndoNote(run: note.run, steps: [step]))
        try moveBeside(stage, step, path, folder, undo, &note, &ledger)
      }
    }
  }

  /// Moves an output on another disk to a path beside it, which the note must name before the move.
  private func moveBeside(
    _ stage: String,
    _ step: UndoStep,
    _ path: Path,
    _ folder: Path,
    _ undo: OutputUndo,
    _ note: inout UndoNote,
    _ ledger: inout Ledger
  ) throws(OutputUndo.Failure) {
    let beside = OutputPlace.beside(path, folder)
    let moved = step.moved(to: beside)
    note.steps = note.steps.map { $0 == step ? moved : $0 }
    try write(note, stage, &ledger)
    do throws(OutputUndo.Failure) {
      try undo.moveAside(path, to: beside)
    } catch {
      guard case .setAside = step else { throw error }
      // Nothing must be restored later, so a folder that cannot be moved, such as a mount point, stays as it is.
      _ = try undo.undo(UndoNote(run: note.run, steps: [moved]))
      note.steps.removeAll { $0 == moved }
      try write(note, stage, &ledger)
    }
  }

  private func undo(of stage: StageID) -> OutputUndo {
    OutputUndo(files: files, outputs: context.graph.nodes[stage].distinctOutputs)
  }

  private func write(
    _ note: UndoNote,
    _ stage: String,
    _ ledger: inout Ledger
  ) throws(OutputUndo.Failure) {
    do throws(SystemFault) {
      try ledger.prepareUndo(of: stage, note)
    } catch {
      throw OutputUndo.Failure(path: RecordStore.path, fault: error)
    }
  }

  /// Performs an undo note, and returns whether any output changed; nil if the system refuses.
  private func perform(_ note: UndoNote, _ stage: StageID, _ ledger: inout Ledger) -> Bool? {
    do throws(OutputUndo.Failure) {
      let outcome = try undo(of: stage).undo(note)
      for kept in outcome.kept { ledger.tell(.warning(kept.warning(context.name(stage)))) }
      return outcome.hasChanged
    } catch {
      ledger.tell(
        .warning(
          .outputsNotUndone(stage: context.name(stage), path: error.path.text, error.fault)
        )
      )
      return nil
    }
  }
}
