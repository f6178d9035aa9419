internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// Reads files on other threads for stages judged by content, and tracks which stages wait for them.
struct ContentWork {
  private let workspace: Workspace
  private let reader: ContentReader
  private let inbox: RunInbox
  private var underWay: Set<ObservedFile> = []
  /// Files whose reading has finished or failed; the run does not read them again.
  private var done: Set<ObservedFile> = []
  /// The files that must be read before the run can judge or record each stage.
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

  /// Starts to read files for a judgement; returns whether the stage must be judged again afterwards.
  mutating func mustRead(
    toJudge stage: StageID,
    _ found: Judgement,
    _ ledger: Ledger
  ) -> Bool {
    guard isJudgedByContent(stage) else { return false }
    let record = ledger.histories[workspace.graph.name(of: stage)]?.record
    let undecided = record.map { found.observation.undecided(against: $0) } ?? []
    // Reads the files of an up-to-date stage once, so that new stamps alone do not make it stale later.
    let wanted =
      undecided.isEmpty && found.reasons.isEmpty ? found.observation.unread : undecided
    return mustRead(wanted, stage, ledger)
  }

  mutating func read(whileRunning stage: StageID, _ observation: Observation, _ ledger: Ledger) {
    guard isJudgedByContent(stage) else { return }
    _ = mustRead(observation.unreadInputs, stage, ledger)
  }

  /// Starts to read files for the record of a success; returns whether the record must wait for them.
  mutating func mustRead(
    toRecord stage: StageID,
    _ before: Observation,
    _ after: Observation,
    _ ledger: Ledger
  ) -> Bool {
    guard isJudgedByContent(stage) else { return false }
    return mustRead(before.unreadInputs + after.unreadOutputs, stage, ledger)
  }

  /// Notes that the reading of files is over, and returns the stages that no longer wait, in order.
  mutating func finish(_ wanted: [ObservedFile]) -> [StageID] {
    underWay.subtract(wanted)
    done.formUnion(wanted)
    for stage in awaited.keys { awaited[stage]?.subtract(wanted) }
    let free = awaited.filter(\.value.isEmpty).keys.sorted()
    for stage in free { awaited[stage] = nil }
    return free
  }

  func stop() { reader.stop() }

  func finish() { reader.finish() }

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
