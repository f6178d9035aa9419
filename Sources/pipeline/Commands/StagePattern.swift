internal import PipelinePlanning

/// A stage of the history as it was named: by its name, or by a glob.
struct StagePattern {
  private let text: String
  /// Nil for a plain name.
  private let glob: Glob?

  init(_ text: String) {
    self.text = text
    let isGlob = text.contains { "*?[".contains($0) }
    glob = isGlob ? Glob(base: .root, components: [text]) : nil
  }

  func matches(_ name: String) -> Bool {
    name == text || glob?.matches(Path(name)) ?? false
  }

  /// The fault that no stage of the history is meant.
  func fault(among names: [String]) -> HistoryFault {
    .unknownStage(text, nearest: nearestName(to: text, among: names), stages: names)
  }
}
