package import PipelineDescription

/// Where an output of a stage really stands, and whether anything is there before an attempt.
package struct OutputPlace: Equatable, Sendable {
  /// The path that the stage declares.
  package var declared: Path
  /// For a folder that a link leads to that folder; for a file that is a link the link.
  package var path: Path
  /// Whether it is a folder that a link leads to.
  package var isLinkedFolder: Bool
  package var isThere: Bool

  package init(_ declared: Path, path: Path, isLinkedFolder: Bool = false, isThere: Bool) {
    self.declared = declared
    self.path = path
    self.isLinkedFolder = isLinkedFolder
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
    let outer = places.filter { place in
      !places.contains { place.declared.isInside($0.declared) }
    }
    return outer.compactMap { place in
      switch choice {
      case .keep: return nil
      case .delete: return .remove(place.path, keepsFolder: place.isLinkedFolder)
      case .restore:
        guard place.isThere else { return .remove(place.path, keepsFolder: place.isLinkedFolder) }
        // Outside the root there is no saying which disk it is.
        return .putBack(
          place.path,
          aside: place.path.isAbsolute
            ? beside(place.path, folder) : folder.appending(place.path.bytes)
        )
      }
    }
  }

  /// A place for an output on its own disk: beside it, where no glob ever looks.
  package static func beside(_ path: Path, _ folder: Path) -> Path {
    (path.parent ?? .root).appending(folder.bytes).appending(path.name)
  }
}
