package import PipelinePlanning

/// What is remembered of a root: the history of each stage, and whether there is any at all.
package struct Memory: Sendable {
  /// By the names of the stages, those included that the manifest no longer has.
  package var histories: Histories
  /// How attempts of stages are undone that did not come to their end.
  package var undoNotes: [String: UndoNote] = [:]
  /// In how many places the file of the records could not be read: 0 or 1.
  ///
  /// What stands behind such a place is not known, so no history says that its stage succeeded,
  /// unless it was written later than all that could not be read.
  package var damaged: Int
  /// Whether nothing has ever been run in the root.
  package var isBlank: Bool

  package init(histories: Histories = [:], damaged: Int = 0, isBlank: Bool = false) {
    self.histories = histories
    self.damaged = damaged
    self.isBlank = isBlank
  }

  /// Make's rule holds once, in a root that has never been run.
  package var basis: StalenessRule.Basis { isBlank ? .make : .records }
}
