internal import PipelinePlanning

/// Reads the frames of the records' file, the last word on each stage winning.
///
/// Damage costs runs, never a wrong answer. What is lost may be the `started` or the `failed` of any
/// stage, so that its older success must not stand: whatever could not be read, every stage known
/// until then counts as interrupted, and one that is first named behind it as never run.
///
/// Only a cut tail is passed over in silence: the file ends inside its last frame, whose head, if it
/// is there, is whole. That is what a crash leaves, and no frame is missed that was never finished.
/// Was it `started`, then no script had started yet: what was true before still is. Was it `failed`
/// or `succeeded`, then the `started` before it stands, and the stage counts as interrupted; where
/// none stands before it, nothing was started in that attempt, and again nothing has changed. Was it
/// a set, then no record names it. Was it `undo`, then nothing had been moved; was it `undone`, then
/// undoing it once more changes nothing. This holds as long as nothing is appended behind a cut frame,
/// which `RecordStore` sees to.
struct RecordReader {
  private(set) var histories: Histories
  private(set) var undoNotes: [String: UndoNote] = [:]
  private(set) var openAttempts: [String: RecordedAttempt] = [:]
  private(set) var sets: RecordSets
  private(set) var frames = 0
  /// The numbers of the sets that each stage's record names.
  private var setNumbers: [String: [Int]] = [:]
  /// Whether something stands in the file that no crash leaves there.
  private(set) var isDamaged = false
  /// Whether every byte of the file belongs to a frame that was understood.
  private(set) var isUnderstood = true
  private let bytes: [UInt8]
  private let base: RecordIndex?
  /// Where what counts stands; nil where nobody wants to know.
  private var index: RecordIndex?
  /// By stage, its number in the index.
  private var numbers: [String: Int] = [:]

  /// Prepares to read a file.
  ///
  /// - Parameters:
  ///   - bytes: What is in it.
  ///   - base: What is known of its beginning, which holds; only what comes behind is then read.
  ///   - isIndexing: Whether an index is wanted.
  init(bytes: [UInt8], base: RecordIndex? = nil, isIndexing: Bool = false) {
    self.bytes = bytes
    self.base = base
    histories = base.map { Histories(on: $0.histories(in: bytes)) } ?? Histories()
    sets = base.map { RecordSets(on: $0, in: bytes) } ?? RecordSets()
    frames = base?.frames ?? 0
    index = isIndexing ? RecordIndex() : nil
  }

  /// Reads every frame up to the first that is cut or damaged.
  mutating func readAll() {
    // The header comes into being in one step with what follows: no crash leaves a part of it.
    guard bytes.starts(with: RecordStore.header) else { return noteDamage() }
    var position = base?.length ?? RecordStore.header.count
    while position < bytes.count {
      switch RecordFrame.find(in: bytes, at: position) {
      case .cut:
        isUnderstood = false
        return
      case .damaged: return noteDamage()
      case .whole(let payload):
        let found = RecordCodec.find(in: bytes[payload])
        guard take(found) else { return noteDamage() }
        if index != nil { noteInIndex(found, at: position) }
        frames += 1
        position = payload.upperBound
      }
    }
  }

  /// How many frames would do for what is remembered; sets of records that were replaced are dead weight.
  var liveFrames: Int {
    var isLive = Array(repeating: false, count: sets.count)
    for number in setNumbers.values.joined() { isLive[number] = true }
    let ownSets = isLive.count { $0 }
    // What replaces something that the index has is counted twice until the next reading of all.
    let own = base == nil ? histories.count : histories.news.count
    return (base?.liveFrames ?? 0) + own + undoNotes.count + ownSets
  }

  /// Where what counts stands in the file; nil where not all of it was read and understood, or where
  /// something is to be undone.
  var finishedIndex: RecordIndex? {
    guard !isDamaged, isUnderstood, undoNotes.isEmpty, openAttempts.isEmpty, bytes.count < Int32.max, var index else {
      return nil
    }
    index.length = bytes.count
    index.hash = XXH64.hash(bytes)
    index.frames = frames
    index.liveFrames = liveFrames
    return index
  }

  private mutating func noteInIndex(_ found: RecordCodec.Found, at position: Int) {
    let position = Int32(truncatingIfNeeded: position)
    switch found {
    case .entry(.set): index?.sets.append(position)
    case .entry(.succeeded(let stage, _, _)):
      let number = number(of: stage)
      index?.successes[number] = position
      index?.lasts[number] = -1
    case .entry(.started(let stage, _)), .entry(.failed(let stage, _)),
      .entry(.intended(let stage, _, _)):
      let number = number(of: stage)
      index?.lasts[number] = position
    case .entry(.undo), .entry(.undone), .entry(.submitted), .unreadable: break
    }
  }

  private mutating func number(of stage: String) -> Int {
    if let number = numbers[stage] { return number }
    let number = numbers.count
    numbers[stage] = number
    index?.names.append(stage)
    index?.successes.append(-1)
    index?.lasts.append(-1)
    return number
  }

  /// Adds one frame to what is known; false where it contradicts those before it.
  private mutating func take(_ found: RecordCodec.Found) -> Bool {
    switch found {
    case .entry(let entry): return take(entry)
    case .unreadable(let stage?):
      isUnderstood = false
      interrupt(stage)
    case .unreadable(nil):
      // Whole, so those behind it can be read and are later news; but it may tell of any stage.
      noteDamage()
    }
    return true
  }

  private mutating func take(_ entry: RecordEntry) -> Bool {
    switch entry {
    case .started(let stage, let run):
      setLastAttempt(of: stage, .started(run: run))
      if undoNotes[stage]?.run == run { undoNotes[stage]?.progress = .started }
    case .intended(let stage, var attempt, let inputs):
      guard let sets = sets(inputs) else { return false }
      attempt.before.inputs = sets
      setLastAttempt(of: stage, .started(run: attempt.run))
      openAttempts[stage] = attempt
      if undoNotes[stage]?.run == attempt.run { undoNotes[stage]?.progress = .started }
    case .submitted(let stage, let handle): openAttempts[stage]?.handle = handle
    case .failed(let stage, let end): setLastAttempt(of: stage, .failed(end))
    case .undo(let stage, let note): undoNotes[stage] = note
    case .undone(let stage): undoNotes[stage] = nil
    case .set(let number, let set):
      guard number == sets.count else { return false }
      sets.append(set)
    case .succeeded(let stage, var record, let inputs):
      guard let sets = sets(inputs) else { return false }
      record.inputs = sets
      setNumbers[stage] = inputs
      openAttempts[stage] = nil
      histories[stage] = StageHistory(lastAttempt: .succeeded, record: record)
      if undoNotes[stage]?.run == record.run { undoNotes[stage]?.progress = .succeeded }
    }
    return true
  }

  /// The sets with these numbers; nil where one is not there.
  private func sets(_ numbers: [Int]) -> [FileSet]? {
    let found = numbers.compactMap { (0..<sets.count).contains($0) ? sets[$0] : nil }
    return found.count == numbers.count ? found : nil
  }

  private mutating func setLastAttempt(of stage: String, _ attempt: StageHistory.LastAttempt) {
    openAttempts[stage] = nil
    histories[stage, default: StageHistory(lastAttempt: attempt, record: nil)].lastAttempt = attempt
  }

  private mutating func noteDamage() {
    isDamaged = true
    for stage in histories.names { interrupt(stage) }
    undoNotes = undoNotes.compactMapValues(\.withoutRemovals)
  }

  /// Lets a stage's last attempt be one that did not end.
  ///
  /// One that had not ended anyhow keeps its run, by which what may still live of it is found.
  private mutating func interrupt(_ stage: String) {
    let history = histories[stage]
    if case .started = history?.lastAttempt { return }
    setLastAttempt(of: stage, .started(run: history?.record?.run ?? ""))
  }
}
