package enum UndoStep: Equatable, Sendable {
  case putBack(Path, aside: Path)
  /// Move the earlier output folder back only if no script has started; otherwise keep its files elsewhere.
  case setAside(Path, aside: Path)
  case remove(Path)
}

extension UndoStep {
  /// The path of the output that moves, and the place that it moves to; nil for a removal.
  package var move: (path: Path, aside: Path)? {
    switch self {
    case .putBack(let path, let aside), .setAside(let path, let aside): (path, aside)
    case .remove: nil
    }
  }

  /// Returns the step with another place that the output moves to.
  package func moved(to aside: Path) -> UndoStep {
    switch self {
    case .putBack(let path, _): .putBack(path, aside: aside)
    case .setAside(let path, _): .setAside(path, aside: aside)
    case .remove: self
    }
  }
}

/// The steps that undo an attempt; the runner writes them into the records before it moves anything.
package struct UndoNote: Equatable, Sendable {
  package enum Progress: UInt8, Sendable {
    /// No script has started, so the attempt made no files; perhaps not all outputs are moved aside yet.
    case begun
    /// A script has perhaps started.
    case started
    /// The attempt succeeded, so the outputs that were moved aside are no longer needed.
    case succeeded
  }

  package var run: String
  package var steps: [UndoStep]
  package var progress: Progress

  package init(run: String, steps: [UndoStep], progress: Progress = .begun) {
    self.run = run
    self.steps = steps
    self.progress = progress
  }

  package var restores: Bool {
    steps.contains { if case .putBack = $0 { true } else { false } }
  }

  /// Returns the note without removals of paths that are no longer outputs and might hold a user's files now.
  package func applying(_ isOutput: (Path) -> Bool) -> UndoNote {
    var note = self
    note.steps.removeAll { step in
      if case .remove(let path) = step { !isOutput(path) } else { false }
    }
    return note
  }

  /// The note without removals, because damaged records can lack a success, whose outputs must stay; nil if
  /// no step remains.
  package var withoutRemovals: UndoNote? {
    let kept = steps.filter { if case .remove = $0 { false } else { true } }
    return kept.isEmpty ? nil : UndoNote(run: run, steps: kept, progress: progress)
  }
}
