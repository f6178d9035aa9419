internal import PipelinePlanning
internal import PipelineSystem

/// What a run has others read of files.
struct ContentWork {
  let reader: ContentReader
  /// What is being read.
  var underWay: Set<ObservedFile> = []
  /// What was to be read once; what could not be is not asked for again.
  var done: Set<ObservedFile> = []
  /// What stages wait for before they can be judged or recorded.
  var awaiting: [Int: Set<ObservedFile>] = [:]
}

/// Stages that go by what is in files: these are read on other threads, never by the loop.
extension Run {
  /// Whether files must be read before a stage can be judged; it is judged again when they are.
  mutating func awaitsContents(toJudge index: Int, _ found: Seen) -> Bool {
    guard goesByContent(index) else { return false }
    let undecided =
      store.memory.histories[name(index)]?.record.map {
        found.observation.undecided(against: $0)
      } ?? []
    // What is up to date is read once, so that from then on its stamps need not decide.
    return awaits(
      undecided.isEmpty && found.reasons.isEmpty ? found.observation.unread : undecided,
      index
    )
  }

  /// Reads what an attempt reads while its scripts run.
  mutating func readContents(whileRunning index: Int) {
    guard goesByContent(index), let observation = live[index]?.observation else { return }
    _ = awaits(observation.unreadInputs, index)
  }

  /// Whether files must be read before the success of an attempt can be recorded.
  mutating func awaitsContents(
    toRecord index: Int,
    _ before: Observation,
    _ after: Observation
  ) -> Bool {
    guard goesByContent(index), signal == nil else { return false }
    var before = before
    before.takeDigests(observer.digests.digest)
    return awaits(before.unreadInputs + after.unreadOutputs, index)
  }

  /// Notes what has been read, and goes on with the stages that waited for it.
  mutating func takeContents(of wanted: [ObservedFile], _ read: [ObservedFile]) {
    contents.underWay.subtract(wanted)
    contents.done.formUnion(wanted)
    observer.note(read)
    for index in contents.awaiting.keys.sorted() {
      contents.awaiting[index]?.subtract(wanted)
      guard contents.awaiting[index]?.isEmpty == true else { continue }
      contents.awaiting[index] = nil
      if live[index]?.ended != nil { finish(index) } else { schedule.judgeAgain(index) }
    }
  }

  /// Notes of a stage that is up to date by what is in its files what stamps they have now.
  mutating func noteNews(_ index: Int, _ found: Seen) {
    guard goesByContent(index), found.isSettled,
      let record = store.memory.histories[name(index)]?.record
    else { return }
    let noted = found.observation.noted(in: record)
    if noted != record { noteSuccess(index, noted) }
  }

  private func goesByContent(_ index: Int) -> Bool {
    workspace.isJudgedByContent(workspace.graph.nodes[index].stage)
  }

  private mutating func awaits(_ files: [ObservedFile], _ index: Int) -> Bool {
    let wanted = Set(files).subtracting(contents.done)
    guard !wanted.isEmpty else { return false }
    let new = wanted.subtracting(contents.underWay).sorted { $0.path < $1.path }
    contents.awaiting[index] = wanted
    if !new.isEmpty {
      contents.underWay.formUnion(new)
      let inbox = inbox
      contents.reader.read(new, disk: store.clock) { inbox.send($0, of: new) }
    }
    return true
  }
}
