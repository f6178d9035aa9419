internal import PipelinePlanning

/// Reads the frames of the records file; the last entry about each stage counts.
///
/// Damage causes extra runs, never a wrong answer. The reader stops at a damaged frame. The rest may hold the
/// `started` or `failed` of any stage, so each stage known before the damage counts as interrupted. A stage
/// that only later frames name counts as never run.
///
/// A last frame that a crash cut short is no damage. The file then ends inside the frame's head, or inside
/// its payload after a valid head. The reader ignores the frame, which is safe for each kind of entry:
/// - `started` or `intended`: no script had started, so the earlier state still holds.
/// - `submitted`: a later run finds the attempt by its key.
/// - `failed` or `succeeded`: the stage counts as interrupted, or as before if no script had started.
/// - `set`: no record names the set.
/// - `undo`: nothing had been moved yet.
/// - `undone`: undoing once more changes nothing.
///
/// This holds only if nothing is appended after a cut frame, which `RecordStore` ensures.
struct RecordReader {
  private(set) var records = Records()
  private(set) var sets: RecordSets
  private(set) var frames = 0
  /// For each stage, the numbers of the input sets that its record names.
  private var setNumbers: [String: [Int]] = [:]
  /// Whether the file has damage that no crash causes.
  var isDamaged: Bool { records.damaged > 0 }
  /// False after a cut frame, or after a frame of which only the stage could be read.
  private(set) var isUnderstood = true
  private let bytes: [UInt8]
  private let base: RecordIndex?
  private var index: RecordIndex?
  /// The position of each stage in the index.
  private var numbers: [String: Int] = [:]

  /// With `base`, an index that holds for the beginning of the file, only the rest of the file is read.
  init(bytes: [UInt8], base: RecordIndex? = nil, isIndexing: Bool = false) {
    self.bytes = bytes
    self.base = base
    if let base { records.histories = Histories(on: base.histories(in: bytes)) }
    sets = base.map { RecordSets(on: $0, in: bytes) } ?? RecordSets()
    frames = base?.frames ?? 0
    index = isIndexing ? RecordIndex() : nil
  }

  mutating func readAll() {
    // The store creates header and frames in one step, so no crash leaves a partial header.
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

  /// The approximate number of frames that the current records need, without sets of replaced records.
  var liveFrames: Int {
    var isLive = Array(repeating: false, count: sets.count)
    for number in setNumbers.values.joined() { isLive[number] = true }
    let ownSets = isLive.count { $0 }
    // A stage with an entry after the index counts twice, until the whole file is read again.
    let own = base == nil ? records.histories.count : records.histories.news.count
    return (base?.liveFrames ?? 0) + own + records.undoNotes.count + ownSets
  }

  /// Nil if no index was wanted, or if the file is damaged, too large, or has undo notes or open attempts.
  var finishedIndex: RecordIndex? {
    guard !isDamaged, isUnderstood, records.undoNotes.isEmpty, records.openAttempts.isEmpty,
      bytes.count < Int32.max, var index
    else { return nil }
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

  /// Applies one frame to the records; false if it contradicts an earlier frame.
  private mutating func take(_ found: RecordCodec.Found) -> Bool {
    switch found {
    case .entry(let entry): return take(entry)
    case .unreadable(let stage?):
      isUnderstood = false
      interrupt(stage)
    case .unreadable(nil):
      // The frame may concern any stage, but it is whole, so the frames after it can be read.
      noteDamage()
    }
    return true
  }

  private mutating func take(_ entry: RecordEntry) -> Bool {
    switch entry {
    case .started(let stage, let run): records.start(stage, run: run)
    case .intended(let stage, var attempt, let inputs):
      guard let sets = sets(inputs) else { return false }
      attempt.before.inputs = sets
      records.begin(attempt, of: stage)
    case .submitted(let stage, let handle): records.openAttempts[stage]?.handle = handle
    case .failed(let stage, let end): records.setLastAttempt(of: stage, .failed(end))
    case .undo(let stage, let note): records.undoNotes[stage] = note
    case .undone(let stage): records.undoNotes[stage] = nil
    case .set(let number, let set):
      guard number == sets.count else { return false }
      sets.append(set)
    case .succeeded(let stage, var record, let inputs):
      guard let sets = sets(inputs) else { return false }
      record.inputs = sets
      setNumbers[stage] = inputs
      records.succeed(stage, record: record)
    }
    return true
  }

  private func sets(_ numbers: [Int]) -> [FileSet]? {
    let found = numbers.compactMap { (0..<sets.count).contains($0) ? sets[$0] : nil }
    return found.count == numbers.count ? found : nil
  }

  private mutating func noteDamage() {
    records.damaged = 1
    for stage in records.histories.names { interrupt(stage) }
    records.undoNotes = records.undoNotes.compactMapValues(\.withoutRemovals)
  }

  /// Marks a stage as interrupted; an open attempt keeps its run id, by which its processes can be found.
  private mutating func interrupt(_ stage: String) {
    let history = records.histories[stage]
    if case .started = history?.lastAttempt { return }
    records.setLastAttempt(of: stage, .started(run: history?.record?.run ?? ""))
  }
}
