internal import PipelinePlanning

/// Answers how stages stand, where that is certain without a look at each.
package struct KnownStages: Sendable {
  /// Returns those of some stages that are unchanged, by what is remembered of them.
  var unchanged: @Sendable (Set<StageID>, Histories) -> UnchangedStages = { _, _ in
    UnchangedStages()
  }
  /// Returns the names of stages whose records name just the outputs that they declare.
  var asDeclared: @Sendable (Histories) -> Set<String> = { _ in [] }

  /// Nothing is certain.
  package init() {}

  init(
    unchanged: @escaping @Sendable (Set<StageID>, Histories) -> UnchangedStages,
    asDeclared: @escaping @Sendable (Histories) -> Set<String>
  ) {
    self.unchanged = unchanged
    self.asDeclared = asDeclared
  }
}

/// For each stage, whether it is certain that it is up to date, as long as nothing before it runs.
package struct UnchangedStages: Sendable {
  private var upToDate: [Bool] = []
  private var ready: [Bool] = []

  /// Nothing is certain.
  package init() {}

  init(upToDate: [Bool], ready: [Bool]) {
    (self.upToDate, self.ready) = (upToDate, ready)
  }

  func contains(_ stage: StageID) -> Bool { !upToDate.isEmpty && upToDate[stage] }

  /// Whether nothing that is checked before a start stands in the way of a stage.
  func isReady(_ stage: StageID) -> Bool { !ready.isEmpty && ready[stage] }
}
