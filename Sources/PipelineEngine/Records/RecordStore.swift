package import PipelinePlanning
package import PipelineSystem

/// Appends entries to the records of a root, in `.pipeline/state`, and sometimes rewrites the file.
///
/// The file has a line that names the format, then one frame (`RecordFrame`) for each entry.
package struct RecordStore {
  package private(set) var records: Records
  private let files: any FileSystem
  private var file: any AppendedFile
  /// Nil until a record is written or the file is rewritten, because most runs do neither.
  private var setNumbers: SetNumbers?
  private let sets: RecordSets
  /// Whether a failed append may have left part of a frame, after which a reader would find only damage.
  private var isTorn = false

  static let path = Workspace.stateFolder.appending("state".utf8)
  static let header = Array("pipeline state 2\n".utf8)

  /// Rewrites the file if it has no frame, is broken, or consists mostly of obsolete frames.
  package init(
    opening found: RecordFile,
    in files: any FileSystem
  ) throws(SystemFault) {
    self.files = files
    records = found.records
    sets = found.sets
    if found.frames == 0 || found.isBroken || found.frames > 4 * found.liveFrames + 64 {
      setNumbers = try Self.rewrite(records, files)
    }
    file = try files.appending(to: Self.path)
  }

  /// Writes the current records to a new file, after the old file has disappeared.
  func rewrite() throws(SystemFault) {
    _ = try Self.rewrite(records, files)
  }

  /// Records that the first script of a stage is about to start.
  package mutating func begin(_ stage: String, run: String) throws(SystemFault) {
    try append([.started(stage: stage, run: run)])
    records.setLastAttempt(of: stage, .started(run: run))
    records.undoNotes[stage]?.progress = .started
  }

  package mutating func intend(
    _ stage: String,
    _ attempt: RecordedAttempt
  ) throws(SystemFault) {
    try appendWithSets(of: attempt.before) { entries, inputs in
      entries + [.intended(stage: stage, attempt, inputs: inputs)]
    }
    records.begin(attempt, of: stage)
  }

  package mutating func noteSubmitted(
    _ stage: String,
    as handle: JobHandle
  ) throws(SystemFault) {
    try append([.submitted(stage: stage, handle)])
    records.openAttempts[stage]?.handle = handle
  }

  /// Records how to undo the attempt that is about to begin; replaces an earlier note of the stage.
  package mutating func prepareUndo(of stage: String, _ note: UndoNote) throws(SystemFault) {
    try append([.undo(stage: stage, note)])
    records.undoNotes[stage] = note
  }

  package mutating func strikeOutUndo(of stage: String) throws(SystemFault) {
    try append([.undone(stage: stage)])
    records.undoNotes[stage] = nil
  }

  package mutating func fail(
    _ stage: String,
    end: AttemptEnd,
    isUndone: Bool = false
  ) throws(SystemFault) {
    // `undone` comes first, so that the attempt counts as interrupted if a crash cuts off `failed`.
    let undone = isUndone ? [RecordEntry.undone(stage: stage)] : []
    try append(undone + [.failed(stage: stage, end: end)])
    if isUndone { records.undoNotes[stage] = nil }
    records.setLastAttempt(of: stage, .failed(end))
  }

  package mutating func succeed(_ stage: String, record: Record) throws(SystemFault) {
    try appendWithSets(of: record) { entries, inputs in
      entries + [.succeeded(stage: stage, record: record, inputs: inputs)]
    }
    records.succeed(stage, record: record)
  }

  /// Appends the sets that the file does not hold yet, then the entries that refer to sets by number.
  private mutating func appendWithSets(
    of record: Record,
    _ entries: (_ sets: [RecordEntry], _ inputs: [Int]) -> [RecordEntry]
  ) throws(SystemFault) {
    // `mend` gives the sets new numbers, so it must come before numbers are used.
    try mend()
    var numbers = setNumbers ?? sets.numbers
    let (inputs, new) = numbers.assign(record.inputs)
    let sets = Self.entries(of: new, numbers)
    // Without this second reference, a change to `numbers` copies nothing.
    setNumbers = nil
    defer { setNumbers = numbers }
    try append(entries(sets, inputs))
    // The sets count as written only after the append has succeeded.
    numbers.add(new)
  }

  /// In nanoseconds since 1970, by the disk's clock.
  package func lastWrite() throws(SystemFault) -> Int64 { try file.modified() }

  /// The file whose modification time shows the disk's time.
  package var clock: any AppendedFile { file }

  package func touch() throws(SystemFault) { try file.touch() }

  package func synchronize() throws(SystemFault) { try file.synchronize() }

  /// Appends entries with one system call.
  private mutating func append(_ entries: [RecordEntry]) throws(SystemFault) {
    try mend()
    do throws(SystemFault) {
      try file.append(entries.flatMap(RecordCodec.frame))
    } catch {
      isTorn = true
      throw error
    }
  }

  private mutating func mend() throws(SystemFault) {
    guard isTorn else { return }
    setNumbers = try Self.rewrite(records, files)
    file = try files.appending(to: Self.path)
    isTorn = false
  }

  /// Replaces the file atomically with the current records and nothing else.
  private static func rewrite(
    _ records: Records,
    _ files: any FileSystem
  ) throws(SystemFault) -> SetNumbers {
    var numbers = SetNumbers()
    var bytes = header
    func sets(of record: Record, _ entries: inout [RecordEntry]) -> [Int] {
      let (inputs, sets) = numbers.assign(record.inputs)
      entries += Self.entries(of: sets, numbers)
      numbers.add(sets)
      return inputs
    }
    for (stage, history) in records.histories.all.sorted(by: { $0.key < $1.key }) {
      var entries: [RecordEntry] = []
      if let record = history.record {
        let inputs = sets(of: record, &entries)
        entries.append(.succeeded(stage: stage, record: record, inputs: inputs))
      }
      switch history.lastAttempt {
      case .succeeded: break
      case .failed(let end): entries.append(.failed(stage: stage, end: end))
      case .started(let run):
        if let attempt = records.openAttempts[stage] {
          let inputs = sets(of: attempt.before, &entries)
          entries.append(.intended(stage: stage, attempt, inputs: inputs))
          if let handle = attempt.handle { entries.append(.submitted(stage: stage, handle)) }
        } else {
          entries.append(.started(stage: stage, run: run))
        }
      }
      bytes += entries.flatMap(RecordCodec.frame)
    }
    // Undo notes come last, so that no later entry changes their progress.
    for (stage, note) in records.undoNotes.sorted(by: { $0.key < $1.key }) {
      bytes += RecordCodec.frame(of: .undo(stage: stage, note))
    }
    try files.replace(path, with: bytes)
    files.removeUnfinished(path)
    return numbers
  }

  private static func entries(of sets: [FileSet], _ numbers: SetNumbers) -> [RecordEntry] {
    sets.enumerated().map { RecordEntry.set(number: numbers.count + $0, $1) }
  }
}

extension FileSystem {
  /// Removes temporary files of dead runs, which is safe because only one run at a time holds the lock.
  func removeUnfinished(_ path: Path) {
    let names = ((try? entries(of: Workspace.stateFolder)) ?? []).map(\.name)
    for name in names
    where name.starts(with: path.name + Array(".".utf8))
      && name.suffix(4) == Array(".new".utf8)[...]
    {
      try? remove(Workspace.stateFolder.appending(name))
    }
  }
}
