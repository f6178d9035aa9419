internal import PipelineDescription
internal import PipelinePlanning

/// Judges a stage once its upstream stages are finished.
///
/// What it sees of the disk counts until the loop waits; then it looks again.
struct Judge {
  private let context: RunContext
  private let basis: StalenessRule.Basis
  /// The plan that the run began with, by stage.
  private let planned: [StageID: Plan.Entry]
  private var observer: Observer
  /// What the disk's clock said before anything was seen that counts now; nil if nothing was.
  private var seenSince: Int64?
  /// Stages that were found stale since the loop last waited, and may start at once.
  private var stale: [StageID: Judgement] = [:]

  init(_ context: RunContext, plan: Plan, basis: StalenessRule.Basis, digests: DigestTable) {
    self.context = context
    self.basis = basis
    planned = Dictionary(
      plan.entries.map { ($0.stage, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    observer = Observer(workspace: context.workspace, digests: digests)
  }

  /// Whether the plan found the stage up to date.
  func isPlannedUpToDate(_ stage: StageID) -> Bool { planned[stage]?.verdict == .upToDate }

  var digests: DigestTable { observer.digests }

  /// Judges a stage by what is to be seen since the loop last waited.
  ///
  /// - Parameters:
  ///   - stage: A stage all of whose selected upstream stages are finished.
  ///   - ledger: The records, and the disk's clock.
  ///   - ran: Whether a stage has run in this run.
  /// - Returns: Nil if the plan's verdict, up to date, still holds.
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
    // Make's rule has no records that could show that an upstream stage ran which no file connects.
    if basis == .make, history == nil {
      for other in graph.unconnectedUpstream(of: stage) where ran(other) {
        reasons.append(.upstreamRanAgain(context.name(other)))
      }
    }
    return Judgement(reasons: reasons, observation: now, clock: clock)
  }

  /// Keeps a judgement for the start of the stage, if that may be before the loop waits.
  mutating func keep(_ judgement: Judgement, of stage: StageID) {
    if stale.count < context.options.capacity.jobs { stale[stage] = judgement }
  }

  /// Looks at a stage now, whatever was seen before.
  func look(at stage: StageID, _ histories: Histories) -> Observation {
    var fresh = Observer(workspace: context.workspace, digests: observer.digests)
    return fresh.observe(stage, histories: histories)
  }

  /// Looks at a stage after its scripts have ended: whatever was seen before no longer counts.
  mutating func lookAgain(at stage: StageID, _ histories: Histories) -> Observation {
    forget()
    return observer.observe(stage, histories: histories)
  }

  /// Returns the disk's clock before anything was seen that counts now, in nanoseconds since 1970.
  mutating func timeBeforeSeeing(_ ledger: inout Ledger) -> Int64 {
    if let seenSince { return seenSince }
    let time = ledger.diskTime()
    seenSince = time
    return time
  }

  /// Looks at a stage as it is, for a record without a run.
  mutating func observe(_ stage: StageID, _ histories: Histories) -> Observation {
    observer.observe(stage, histories: histories)
  }

  mutating func state(of path: Path) -> FileState { observer.state(of: path) }

  /// Takes what was read of files.
  mutating func note(_ read: [ObservedFile]) { observer.note(read) }

  /// Forgets what was seen, as time passes or outputs have changed.
  mutating func forget() {
    stale.removeAll(keepingCapacity: true)
    observer.forget()
    seenSince = nil
  }
}

/// What a stage was judged by, and the reasons why it must run; none if it is up to date.
struct Judgement {
  var reasons: [Reason]
  var observation: Observation
  /// What the disk's clock had said before, in nanoseconds since 1970.
  var clock: Int64

  /// Whether no file could have changed since without another stamp.
  var isSettled: Bool {
    let newest = observation.newestTimeOfAll
    return newest < clock || newest > clock + DiskClock.longestTick
  }
}
