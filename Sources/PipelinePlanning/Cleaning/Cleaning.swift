/// What is to be removed, and what stays where something is removed.
package struct Cleaning: Equatable, Sendable {
  /// A file or a link that goes.
  package struct Item: Equatable, Sendable {
    package var path: Path
    /// What stands there, so that it can be seen whether it is still the same.
    package var state: FileState
    /// In bytes.
    package var size: Int64

    package init(path: Path, state: FileState, size: Int64) {
      self.path = path
      self.state = state
      self.size = size
    }
  }

  /// An output, or the folder of a run, of which something goes.
  package struct Place: Equatable, Sendable {
    /// As it is declared.
    package var text: String
    /// The stage that makes it; nil for the folder of a run.
    package var stage: String?
    package var files: Int
    /// In bytes.
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

  /// Something that stays.
  package struct Left: Equatable, Sendable {
    package var path: Path
    /// The output that it lies in, as it is declared.
    package var output: String
    package var stage: String
    package var reason: CleaningRule.Reason
  }

  /// In the order in which they are shown.
  package var places: [Place] = []
  package var items: [Item] = []
  /// Folders that are empty then, each after all that lie in it.
  package var folders: [Path] = []
  package var left: [Left] = []

  package init() {}

  /// Whether nothing goes.
  package var isEmpty: Bool { items.isEmpty && folders.isEmpty }

  /// How much space comes free, in bytes.
  package var size: Int64 { items.reduce(0) { $0 + $1.size } }
}
