/// The current recipe of a stage, and the current state of the files that it reads and writes.
package struct Observation: Equatable, Sendable {
  package var recipe: Recipe
  package var scripts: [ObservedFile] = []
  /// The declared inputs, without those that a pending upstream stage will make.
  package var inputs: [FileSet] = []
  package var outputs: [FileSet] = []
  /// For each stage that only `Upstream` connects to this one, the run of its record; nil without a record.
  package var upstream: [String: String?] = [:]
}

extension Observation {
  package init(recipe: Recipe) { self.init(recipe: recipe, scripts: []) }
}
