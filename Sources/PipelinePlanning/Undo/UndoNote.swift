/// One step that undoes a change of an attempt to an output.
package enum UndoStep: Equatable, Sendable {
  /// Move the earlier output from `aside` back to the path.
  case putBack(Path, aside: Path)
  /// Remove the output at the path.
  case remove(Path)
}

/// The steps that undo an attempt; the runner writes them into the records before it moves anything.
package struct UndoNote: Equatable, Sendable {
  /// The progress of the attempt.
  package enum Progress: UInt8, Sendable {
    /// No script has started: it made no files, and perhaps not all outputs are moved aside yet.
    case begun
    /// A script may have started.
    case started
    /// The attempt succeeded: the outputs that were moved aside are no longer needed.
    case succeeded
  }

  /// The run of the attempt.
  package var run: String
  package var steps: [UndoStep]
  package var progress: Progress

  package init(run: String, steps: [UndoStep], progress: Progress = .begun) {
    self.run = run
    self.steps = steps
    self.progress = progress
  }

  /// Whether a step puts an earlier output back.
  package var restores: Bool {
    steps.contains { if case .putBack = $0 { true } else { false } }
  }

  /// Returns the note without removals of paths that are no longer outputs.
  ///
  /// A user may have their own files there now.
  package func applying(_ isOutput: (Path) -> Bool) -> UndoNote {
    var note = self
    note.steps.removeAll { step in
      if case .remove(let path) = step { !isOutput(path) } else { false }
    }
    return note
  }

  /// The note without its removals, for damaged records that may have lost later entries about it.
  ///
  /// Outputs that are still aside may come back. A file at an output's path stays, because it may come
  /// from a success whose record is lost. Nil if no step remains.
  package var withoutRemovals: UndoNote? {
    let kept = steps.filter { if case .putBack = $0 { true } else { false } }
    return kept.isEmpty ? nil : UndoNote(run: run, steps: kept, progress: progress)
  }
}
