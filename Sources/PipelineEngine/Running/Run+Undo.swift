internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// What becomes of the outputs of attempts, where a stage says that they are not just kept.
extension Run {
  /// Writes down how the attempt is undone, and moves aside what comes back then.
  mutating func setOutputsAside(_ index: Int, number: Int) throws(Prevented) {
    let node = workspace.graph.nodes[index]
    try settleEarlierAttempt(index)
    let choice = workspace.onFailure(of: node.stage)
    guard choice != .keep else { return }
    let undo = OutputUndo(files: workspace.files)
    do throws(OutputUndo.Failure) {
      var places: [OutputPlace] = []
      for output in node.distinctOutputs { places.append(try undo.place(of: output)) }
      let folder = OutputUndo.folder(run: id, stage: node.stage.name, attempt: number)
      let steps = OutputPlace.undoSteps(choice, places, folder: folder)
      try move(index, UndoNote(run: id, steps: steps), folder, undo)
    } catch {
      takeBackOutputs(index)
      throw Prevented(error.fault, at: error.path)
    }
  }

  /// Undoes first what could not be undone of an earlier attempt: a second note would hide it.
  private mutating func settleEarlierAttempt(_ index: Int) throws(Prevented) {
    guard let note = store.memory.undoNotes[name(index)] else { return }
    do throws(OutputUndo.Failure) {
      _ = try OutputUndo(files: workspace.files).undo(note)
    } catch {
      throw Prevented(error.fault, at: error.path)
    }
    strikeOutUndo(index)
  }

  private mutating func move(
    _ index: Int,
    _ note: UndoNote,
    _ folder: Path,
    _ undo: OutputUndo
  ) throws(OutputUndo.Failure) {
    var note = note
    try write(note, index)
    for (position, step) in note.steps.enumerated() {
      guard case .putBack(let path, let aside) = step else { continue }
      do throws(OutputUndo.Failure) {
        try undo.moveAside(path, to: aside)
      } catch {
        guard error.fault.meansOtherDisk else { throw error }
        // On a disk of its own it is moved beside itself, which is written down before, too.
        let beside = OutputPlace.beside(path, folder)
        note.steps[position] = .putBack(path, aside: beside)
        try write(note, index)
        try undo.moveAside(path, to: beside)
      }
    }
  }

  private mutating func write(_ note: UndoNote, _ index: Int) throws(OutputUndo.Failure) {
    do throws(SystemFault) {
      try store.prepareUndo(of: name(index), note)
    } catch {
      throw OutputUndo.Failure(path: RecordStore.path, fault: error)
    }
  }

  /// Puts back what was moved aside for an attempt that was not even begun.
  mutating func takeBackOutputs(_ index: Int) {
    // A note of an attempt that had begun before stays what it is, to be undone in full.
    guard store.memory.undoNotes[name(index)]?.progress == .begun else { return }
    if undoAttempt(index, hasStarted: false).isSettled { strikeOutUndo(index) }
  }

  /// Undoes what an attempt that did not succeed did to the outputs.
  ///
  /// - Parameters:
  ///   - index: The stage.
  ///   - hasStarted: Whether a script may have made anything.
  /// - Returns: Whether the note of it can be struck out, and what was undone, if anything. Where the
  ///   system refuses it is told, and it is tried again before the stage's next attempt.
  mutating func undoAttempt(
    _ index: Int,
    hasStarted: Bool
  ) -> (isSettled: Bool, undone: Event.AttemptSummary.Undone?) {
    guard var note = store.memory.undoNotes[name(index)] else { return (false, nil) }
    if !hasStarted { note.progress = .begun }
    observer.forget()
    guard let hasChanged = settle(note, index) else { return (false, nil) }
    return (true, hasStarted && hasChanged ? (note.restores ? .restored : .removed) : nil)
  }

  /// Removes what the attempt has moved aside and now is not needed any more.
  mutating func discardAside(_ index: Int) {
    guard let note = store.memory.undoNotes[name(index)], note.progress == .succeeded else {
      return
    }
    if settle(note, index) != nil { strikeOutUndo(index) }
  }

  /// Does what a note says; nil where the system refuses.
  private mutating func settle(_ note: UndoNote, _ index: Int) -> Bool? {
    do throws(OutputUndo.Failure) {
      return try OutputUndo(files: workspace.files).undo(note)
    } catch {
      journal.tell(
        .warning(.outputsNotUndone(stage: name(index), path: error.path.text, error.fault))
      )
      return nil
    }
  }

  private mutating func strikeOutUndo(_ index: Int) {
    do throws(SystemFault) {
      try store.strikeOutUndo(of: name(index))
    } catch {
      journal.note(error)
    }
  }
}
