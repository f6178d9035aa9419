/// What a stage is told, would read and has written, as it stands now.
package struct Observation: Equatable, Sendable {
  package var recipe: Recipe
  package var scripts: [ObservedFile] = []
  /// The declared inputs; those that a stage makes which is still to run are left out.
  package var inputs: [FileSet] = []
  package var outputs: [FileSet] = []
  /// For each upstream stage that no file connects: the run of its record; nil where it has none.
  package var upstream: [String: String?] = [:]
}

extension Observation {
  package init(recipe: Recipe) { self.init(recipe: recipe, scripts: []) }
}
