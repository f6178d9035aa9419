package import PipelinePlanning

/// What is remembered of a root: the history of each stage, and whether there is any at all.
package struct Memory: Sendable {
  /// By the names of the stages, those included that the manifest no longer has.
  package var histories: [String: StageHistory]
  /// How many records could not be read.
  package var damaged: Int
  /// Whether nothing has ever been run in the root.
  package var isBlank: Bool

  package init(histories: [String: StageHistory] = [:], damaged: Int = 0, isBlank: Bool = false) {
    self.histories = histories
    self.damaged = damaged
    self.isBlank = isBlank
  }

  /// Make's rule holds once, in a root that has never been run.
  package var rule: Staleness.Rule { isBlank ? .make : .records }
}
