package import PipelineDescription

/// An output of a stage, and whether the runner finds anything at its path before an attempt.
package struct OutputPlace: Equatable, Sendable {
  package var pattern: FilePattern
  package var isThere: Bool
  package var path: Path { pattern.path }

  package init(_ pattern: FilePattern, isThere: Bool) {
    self.pattern = pattern
    self.isThere = isThere
  }

  /// Returns the steps that move earlier outputs aside, and undo an attempt's changes.
  ///
  /// An earlier output folder is always moved aside, so that no file of an earlier attempt counts as one of
  /// this attempt. `folder` is the folder for the outputs that this attempt moves aside; outputs in `persistent` never move.
  package static func undoSteps(
    _ choice: OnFailure,
    _ places: [OutputPlace],
    persistent: [Path] = [],
    folder: Path
  ) -> [UndoStep] {
    // An output inside another output needs no step of its own, unless it stays there when the other one moves.
    func staysIn(_ other: OutputPlace, _ place: OutputPlace) -> Bool {
      other.pattern.excepts(place.path, isFolder: place.pattern.kind == .folder)
        || persistent.contains { $0.isInside(other.path) && place.path.isInside($0) }
    }
    let outer = places.filter { place in
      !places.contains { other in
        place.path.isInside(other.path) && !staysIn(other, place)
      }
    }
    return outer.flatMap { place -> [UndoStep] in
      let aside = folder.appending(place.path.bytes)
      let moved: [UndoStep] =
        place.pattern.kind == .folder && place.isThere ? [.setAside(place.path, aside: aside)] : []
      switch choice {
      case .keep: return moved
      case .delete: return moved + [.remove(place.path)]
      case .restore:
        return [place.isThere ? .putBack(place.path, aside: aside) : .remove(place.path)]
      }
    }
  }

  /// Returns a path beside an output, and thus on the same disk; no glob matches the path.
  package static func beside(_ path: Path, _ folder: Path) -> Path {
    (path.parent ?? .root).appending(folder.bytes).appending(path.name)
  }
}
