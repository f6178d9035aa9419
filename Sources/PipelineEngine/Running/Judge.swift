internal import PipelineDescription
internal import PipelinePlanning

/// Judges a stage once its selected upstream stages have ended; observations are valid until the loop waits.
struct Judge {
  private let context: RunContext
  private let basis: StalenessRule.Basis
  private let planned: [StageID: Plan.Entry]
  private var observer: Observer
  /// The disk's time before the first valid observation, in nanoseconds since 1970; nil if there is none.
  private var seenSince: Int64?
  /// The judgements of stale stages since the loop last waited, so that a start needs no second look.
  private var stale: [StageID: Judgement] = [:]

  init(_ context: RunContext, plan: Plan, basis: StalenessRule.Basis, digests: DigestTable) {
    self.context = context
    self.basis = basis
    planned = Dictionary(firstOf: plan.entries.map { ($0.stage, $0) })
    observer = Observer(workspace: context.workspace, digests: digests)
  }

  func isPlannedUpToDate(_ stage: StageID) -> Bool { planned[stage]?.verdict == .upToDate }

  var digests: DigestTable { observer.digests }

  /// Returns nil if no upstream stage ran and the plan found the stage up to date with nothing to record.
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
      .reasons(now, history: history, of: graph.nodes[stage])
    // Make's rule sees only files, so it misses the run of an upstream stage that shares no file.
    if basis == .make, history == nil {
      for other in graph.unconnectedUpstream(of: stage) where ran(other) {
        reasons.append(.upstreamRanAgain(context.name(other)))
      }
    }
    return Judgement(reasons: reasons, observation: now, clock: clock)
  }

  /// Keeps the judgement of a stale stage, in case the stage starts before the loop waits.
  mutating func keep(_ judgement: Judgement, of stage: StageID) {
    if stale.count < context.options.capacity.jobs { stale[stage] = judgement }
  }

  /// Observes a stage now, and uses no earlier observations.
  func look(at stage: StageID, _ histories: Histories) -> Observation {
    var fresh = Observer(workspace: context.workspace, digests: observer.digests)
    return fresh.observe(stage, histories: histories)
  }

  mutating func lookAgain(at stage: StageID, _ histories: Histories) -> Observation {
    forget()
    return observer.observe(stage, histories: histories)
  }

  mutating func timeBeforeSeeing(_ ledger: inout Ledger) -> Int64 {
    if let seenSince { return seenSince }
    let time = ledger.diskTime()
    seenSince = time
    return time
  }

  /// Observes a stage, and reuses the file states seen since the loop last waited.
  mutating func observe(_ stage: StageID, _ histories: Histories) -> Observation {
    observer.observe(stage, histories: histories)
  }

  mutating func state(of path: Path) -> FileState { observer.state(of: path) }

  mutating func note(_ read: [ObservedFile]) { observer.note(read) }

  /// Discards all observations; needed after time has passed or outputs have changed.
  mutating func forget() {
    stale.removeAll(keepingCapacity: true)
    observer.forget()
    seenSince = nil
  }
}

/// An observation of a stage, and the reasons why the stage must run; no reasons if it is up to date.
struct Judgement {
  var reasons: [Reason]
  var observation: Observation
  /// The disk's time before the observation, in nanoseconds since 1970.
  var clock: Int64

  /// Whether every later change to the observed files must show in a stamp.
  var isSettled: Bool {
    let newest = observation.newestTimeOfAll
    return newest < clock || newest > clock + DiskClock.longestTick
  }
}
