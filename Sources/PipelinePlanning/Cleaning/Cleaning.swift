/// The files that `clean` removes, and the files that stay; all sizes are in bytes.
package struct Cleaning: Equatable, Sendable {
  /// A file or a link to remove.
  package struct Item: Equatable, Sendable {
    package var path: Path
    /// The state when the file was listed; `clean` removes the file only if it still has this state.
    package var state: FileState
    package var size: Int64

    package init(path: Path, state: FileState, size: Int64) {
      self.path = path
      self.state = state
      self.size = size
    }
  }

  /// An output or a run folder from which `clean` removes files.
  package struct Place: Equatable, Sendable {
    /// The declared output, or the id of the run.
    package var text: String
    /// Nil for a run folder.
    package var stage: String?
    package var files: Int
    package var size: Int64
    package var isFolder: Bool

    package init(text: String, stage: String?, files: Int, size: Int64, isFolder: Bool) {
      self.text = text
      self.stage = stage
      self.files = files
      self.size = size
      self.isFolder = isFolder
    }
  }

  /// A file or a folder that stays.
  package struct Left: Equatable, Sendable {
    package var path: Path
    /// The declared output that contains the path.
    package var output: String
    package var stage: String
    package var reason: CleaningRule.Reason
  }

  /// In the order in which `clean` shows them.
  package var places: [Place] = []
  package var items: [Item] = []
  /// Folders that the removal leaves empty, each after the folders inside it.
  package var folders: [Path] = []
  package var left: [Left] = []

  package init() {}

  package var isEmpty: Bool { items.isEmpty && folders.isEmpty }

  package var size: Int64 { items.reduce(0) { $0 + $1.size } }
}
