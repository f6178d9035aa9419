package import PipelineDescription

/// An output of a stage, and whether anything stands there before an attempt.
package struct OutputPlace: Equatable, Sendable {
  package var path: Path
  package var isThere: Bool

  package init(path: Path, isThere: Bool) {
    self.path = path
    self.isThere = isThere
  }

  /// The steps that undo what an attempt will do to outputs.
  ///
  /// - Parameters:
  ///   - choice: What becomes of a failed attempt's outputs.
  ///   - places: The stage's outputs.
  ///   - folder: The folder for what is moved aside by this attempt.
  /// - Returns: The steps; none where the outputs are kept.
  package static func undoSteps(
    _ choice: OnFailure,
    _ places: [OutputPlace],
    folder: Path
  ) -> [UndoStep] {
    // What lies in another output goes with it.
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

  /// A place for an output on its own disk: beside it, where no glob ever looks.
  package static func beside(_ path: Path, _ folder: Path) -> Path {
    (path.parent ?? .root).appending(folder.bytes).appending(path.name)
  }
}
