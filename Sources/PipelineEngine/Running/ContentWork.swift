internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// Has files read elsewhere for stages that are judged by content, and knows which stages wait for that.
struct ContentWork {
  private let workspace: Workspace
  private let reader: ContentReader
  private let inbox: RunInbox
  /// Files that are being read.
  private var underWay: Set<ObservedFile> = []
  /// Files that were read, or could not be, and are not read again in this run.
  private var done: Set<ObservedFile> = []
  /// The files that stages wait for before they can be judged or recorded.
  private var awaited: [StageID: Set<ObservedFile>] = [:]

  init(_ context: RunContext, inbox: RunInbox) {
    workspace = context.workspace
    reader = ContentReader(
      files: workspace.files,
      clock: context.clock,
      simulator: inbox.simulator
    )
    self.inbox = inbox
  }

  func isJudgedByContent(_ stage: StageID) -> Bool {
    workspace.isJudgedByContent(workspace.graph.nodes[stage].stage)
  }

  /// Whether files must be read before a stage can be judged; it is judged again when they are.
  mutating func mustRead(
    toJudge stage: StageID,
    _ found: Judgement,
    _ ledger: Ledger
  ) -> Bool {
    guard isJudgedByContent(stage) else { return false }
    let record = ledger.histories[workspace.graph.name(of: stage)]?.record
    let undecided = record.map { found.observation.undecided(against: $0) } ?? []
    // What is up to date is read once, so that from then on its stamps need not decide.
    let wanted =
      undecided.isEmpty && found.reasons.isEmpty ? found.observation.unread : undecided
    return mustRead(wanted, stage, ledger)
  }

  /// Reads what an attempt reads, while its scripts run.
  mutating func read(whileRunning stage: StageID, _ observation: Observation, _ ledger: Ledger) {
    guard isJudgedByContent(stage) else { return }
    _ = mustRead(observation.unreadInputs, stage, ledger)
  }

  /// Whether files must be read before the success of an attempt can be recorded.
  mutating func mustRead(
    toRecord stage: StageID,
    _ before: Observation,
    _ after: Observation,
    _ ledger: Ledger
  ) -> Bool {
    guard isJudgedByContent(stage) else { return false }
    return mustRead(before.unreadInputs + after.unreadOutputs, stage, ledger)
  }

  /// Notes which files were read, and returns the stages that no longer wait, in order.
  mutating func finish(_ wanted: [ObservedFile]) -> [StageID] {
    underWay.subtract(wanted)
    done.formUnion(wanted)
    for stage in awaited.keys { awaited[stage]?.subtract(wanted) }
    let free = awaited.filter(\.value.isEmpty).keys.sorted()
    for stage in free { awaited[stage] = nil }
    return free
  }

  /// Gives up what is being read.
  func stop() { reader.stop() }

  private mutating func mustRead(
    _ files: [ObservedFile],
    _ stage: StageID,
    _ ledger: Ledger
  ) -> Bool {
    let wanted = Set(files).subtracting(done)
    guard !wanted.isEmpty else { return false }
    let new = wanted.subtracting(underWay).sorted { $0.path < $1.path }
    awaited[stage] = wanted
    if !new.isEmpty {
      underWay.formUnion(new)
      let inbox = inbox
      reader.read(new, disk: ledger.clockFile) { inbox.send(.read(wanted: new, $0)) }
    }
    return true
  }
}
