internal import PipelinePlanning

/// Names the stages whose state is certain, so that the planner need not judge them.
package struct KnownStages: Sendable {
  var unchanged: @Sendable (Set<StageID>, Histories) -> UnchangedStages = { _, _ in
    UnchangedStages()
  }
  /// Returns the names of stages whose records name exactly the outputs that the manifest declares.
  var asDeclared: @Sendable (Histories) -> Set<String> = { _ in [] }

  package init() {}

  init(
    unchanged: @escaping @Sendable (Set<StageID>, Histories) -> UnchangedStages,
    asDeclared: @escaping @Sendable (Histories) -> Set<String>
  ) {
    self.unchanged = unchanged
    self.asDeclared = asDeclared
  }
}

/// The stages that are certainly up to date as long as no upstream stage runs.
package struct UnchangedStages: Sendable {
  private var upToDate = StageTable<Bool>()
  private var ready = StageTable<Bool>()

  package init() {}

  init(upToDate: StageTable<Bool>, ready: StageTable<Bool>) {
    (self.upToDate, self.ready) = (upToDate, ready)
  }

  func contains(_ stage: StageID) -> Bool { !upToDate.values.isEmpty && upToDate[stage] }

  /// Whether `StartCheck` certainly finds no obstacle for a stage.
  func isReady(_ stage: StageID) -> Bool { !ready.values.isEmpty && ready[stage] }
}
