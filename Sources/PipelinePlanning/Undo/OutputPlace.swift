package import PipelineDescription

/// An output of a stage, and whether the runner finds anything at its path before an attempt.
package struct OutputPlace: Equatable, Sendable {
  package var path: Path
  package var isFolder: Bool
  package var isThere: Bool

  package init(path: Path, isFolder: Bool = false, isThere: Bool) {
    self.path = path
    self.isFolder = isFolder
    self.isThere = isThere
  }

  /// Returns the steps that move earlier outputs aside, and undo an attempt's changes.
  ///
  /// An earlier output folder is always moved aside, so that no file of an earlier attempt counts as one of
  /// this attempt. `folder` is the folder for the outputs that this attempt moves aside.
  package static func undoSteps(
    _ choice: OnFailure,
    _ places: [OutputPlace],
    folder: Path
  ) -> [UndoStep] {
    // An output inside another output needs no step of its own.
    let outer = places.filter { place in !places.contains { place.path.isInside($0.path) } }
    return outer.flatMap { place -> [UndoStep] in
      let aside = folder.appending(place.path.bytes)
      let moved: [UndoStep] =
        place.isFolder && place.isThere ? [.setAside(place.path, aside: aside)] : []
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
