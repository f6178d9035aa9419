/// One step by which what an attempt did to an output is undone.
package enum UndoStep: Equatable, Sendable {
  /// What stood at the path was moved aside and comes back.
  case putBack(Path, aside: Path)
  /// What stands at the path is removed.
  case remove(Path)
}

/// How an attempt is undone, written down before any of it can be needed.
package struct UndoNote: Equatable, Sendable {
  /// How far the attempt has come.
  package enum Progress: UInt8, Sendable {
    /// No script has started: nothing was made, and not all need have been moved aside.
    case begun
    /// A script may have started.
    case started
    /// The attempt has succeeded: what was moved aside is not needed any more.
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

  /// Whether earlier outputs come back by it, and not only new ones go.
  package var restores: Bool {
    steps.contains { if case .putBack = $0 { true } else { false } }
  }

  /// The note without removals of what no stage makes any more: it may be somebody's own now.
  package func applying(_ isOutput: (Path) -> Bool) -> UndoNote {
    var note = self
    note.steps.removeAll { step in
      if case .remove(let path) = step { !isOutput(path) } else { false }
    }
    return note
  }

  /// The note that still holds where later news of it may be lost.
  ///
  /// What was moved aside and is still there may come back. What stands at an output's place may be a
  /// success that is no longer known of, and stays.
  package var withoutRemovals: UndoNote? {
    let kept = steps.filter { if case .putBack = $0 { true } else { false } }
    return kept.isEmpty ? nil : UndoNote(run: run, steps: kept, progress: progress)
  }
}
