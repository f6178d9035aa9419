package import PipelineDescription

/// An output of a stage, and whether it exists before an attempt.
package struct OutputPlace: Equatable, Sendable {
  package var path: Path
  package var isThere: Bool

  package init(path: Path, isThere: Bool) {
    self.path = path
    self.isThere = isThere
  }

  /// Returns the steps that undo an attempt's changes to outputs; `folder` has the outputs moved aside.
  package static func undoSteps(
    _ choice: OnFailure,
    _ places: [OutputPlace],
    folder: Path
  ) -> [UndoStep] {
    // An output inside another output needs no step of its own.
    let outer = places.filter { place in !places.contains { place.path.isInside($0.path) } }
    return outer.compactMap { place in
      switch choice {
      case .keep: return nil
      case .delete: return .remove(place.path)
      case .restore:
        return place.isThere
          ? .putBack(place.path, aside: folder.appending(place.path.bytes)) : .remove(place.path)
      }
    }
  }

  /// Returns a path beside an output, and thus on the same disk; no glob matches the path.
  package static func beside(_ path: Path, _ folder: Path) -> Path {
    (path.parent ?? .root).appending(folder.bytes).appending(path.name)
  }
}
