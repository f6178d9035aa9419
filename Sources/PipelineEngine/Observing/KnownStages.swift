internal import PipelinePlanning

/// Answers about stages whose state is certain without judging each of them.
package struct KnownStages: Sendable {
  /// Returns which of some stages are unchanged, according to their histories.
  var unchanged: @Sendable (Set<StageID>, Histories) -> UnchangedStages = { _, _ in
    UnchangedStages()
  }
  /// Returns the names of stages whose records name exactly the declared outputs.
  var asDeclared: @Sendable (Histories) -> Set<String> = { _ in [] }

  /// Creates a value in which no stage is certain.
  package init() {}

  init(
    unchanged: @escaping @Sendable (Set<StageID>, Histories) -> UnchangedStages,
    asDeclared: @escaping @Sendable (Histories) -> Set<String>
  ) {
    self.unchanged = unchanged
    self.asDeclared = asDeclared
  }
}

/// For each stage, whether it is certainly up to date as long as no stage before it runs.
package struct UnchangedStages: Sendable {
  private var upToDate = StageTable<Bool>()
  private var ready = StageTable<Bool>()

  /// Creates a value in which no stage is certain.
  package init() {}

  init(upToDate: StageTable<Bool>, ready: StageTable<Bool>) {
    (self.upToDate, self.ready) = (upToDate, ready)
  }

  func contains(_ stage: StageID) -> Bool { !upToDate.values.isEmpty && upToDate[stage] }

  /// Whether the check before a start certainly finds no obstacle for a stage.
  func isReady(_ stage: StageID) -> Bool { !ready.values.isEmpty && ready[stage] }
}
