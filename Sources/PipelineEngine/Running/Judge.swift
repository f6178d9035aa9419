internal import PipelineDescription
internal import PipelinePlanning

/// Judges a stage once its upstream stages have finished.
///
/// Observations of the disk are valid until the loop waits; after that the judge looks again.
struct Judge {
  private let context: RunContext
  private let basis: StalenessRule.Basis
  /// The entries of the plan at the beginning of the run, by stage.
  private let planned: [StageID: Plan.Entry]
  private var observer: Observer
  /// The disk's time before the first valid observation; nil without one.
  private var seenSince: Int64?
  /// Stale stages found since the loop last waited, which may start at once.
  private var stale: [StageID: Judgement] = [:]

  init(_ context: RunContext, plan: Plan, basis: StalenessRule.Basis, digests: DigestTable) {
    self.context = context
    self.basis = basis
    planned = Dictionary(firstOf: plan.entries.map { ($0.stage, $0) })
    observer = Observer(workspace: context.workspace, digests: digests)
  }

  func isPlannedUpToDate(_ stage: StageID) -> Bool { planned[stage]?.verdict == .upToDate }

  var digests: DigestTable { observer.digests }

  /// Judges a stage by observations made since the loop last waited.
  ///
  /// - Parameters:
  ///   - stage: A stage whose selected upstream stages have all finished.
  ///   - ledger: The records, and the disk's clock.
  ///   - ran: Whether a stage has run in this run.
  /// - Returns: The judgement; nil if the plan found the stage up to date and that still holds.
  mutating func judge(
    _ stage: StageID,
    _ ledger: inout Ledger,
    ran: (StageID) -> Bool
  ) -> Judgement? {
    if let known = stale[stage] { return known }
    let clock = timeBeforeSeeing(&ledger)
    let graph = context.graph
    if isPlannedUpToDate(stage), planned[stage]?.hasNews == false,
      !graph.upstream(of: stage).contains(where: ran)
    {
      return nil
    }
    let history = ledger.histories[context.name(stage)]
    let now = observer.observe(stage, histories: ledger.histories)
    var reasons = StalenessRule(basis: basis, isForced: context.options.isForced)
      .reasons(now, history: history)
    // Under Make's rule, no record shows that an upstream stage without a connecting file has run.
    if basis == .make, history == nil {
      for other in graph.unconnectedUpstream(of: stage) where ran(other) {
        reasons.append(.upstreamRanAgain(context.name(other)))
      }
    }
    return Judgement(reasons: reasons, observation: now, clock: clock)
  }

  /// Keeps a judgement for the start of the stage, in case it starts before the loop waits.
  mutating func keep(_ judgement: Judgement, of stage: StageID) {
    if stale.count < context.options.capacity.jobs { stale[stage] = judgement }
  }

  /// Observes a stage now, ignoring earlier observations.
  func look(at stage: StageID, _ histories: Histories) -> Observation {
    var fresh = Observer(workspace: context.workspace, digests: observer.digests)
    return fresh.observe(stage, histories: histories)
  }

  /// Observes a stage after its scripts have ended, and discards all earlier observations.
  mutating func lookAgain(at stage: StageID, _ histories: Histories) -> Observation {
    forget()
    return observer.observe(stage, histories: histories)
  }

  /// Returns the disk's time before the first valid observation, in nanoseconds since 1970.
  mutating func timeBeforeSeeing(_ ledger: inout Ledger) -> Int64 {
    if let seenSince { return seenSince }
    let time = ledger.diskTime()
    seenSince = time
    return time
  }

  /// Observes a stage as it is now, for a record without a run.
  mutating func observe(_ stage: StageID, _ histories: Histories) -> Observation {
    observer.observe(stage, histories: histories)
  }

  mutating func state(of path: Path) -> FileState { observer.state(of: path) }

  /// Takes over the digests of files that were read.
  mutating func note(_ read: [ObservedFile]) { observer.note(read) }

  /// Discards all observations, because time has passed or outputs have changed.
  mutating func forget() {
    stale.removeAll(keepingCapacity: true)
    observer.forget()
    seenSince = nil
  }
}

/// An observation of a stage, and the reasons why it must run; no reasons if it is up to date.
struct Judgement {
  var reasons: [Reason]
  var observation: Observation
  /// The disk's time before the observation, in nanoseconds since 1970.
  var clock: Int64

  /// Whether any later change to the files must show in a stamp.
  var isSettled: Bool {
    let newest = observation.newestTimeOfAll
    return newest < clock || newest > clock + DiskClock.longestTick
  }
}
