package import PipelinePlanning
package import PipelineSystem

/// The records of a root, in `.pipeline/state`: appended to, and now and then written anew.
///
/// The file is a line that names the format, then frames (`RecordFrame`), each with one entry. What
/// counts where a crash or the disk left something else is `RecordReader`'s to say.
package struct RecordStore {
  package private(set) var memory: Memory
  private let files: any FileSystem
  private var file: any AppendedFile
  /// The input sets that the file holds, so that each is written once.
  ///
  /// They are numbered when the first record is written: most runs write none.
  private var setNumbers: SetNumbers?
  private let sets: RecordSets
  /// Whether an append failed and may have left the first part of a frame.
  ///
  /// Nothing must come behind it: frames there would be taken for the rest of the one that was cut.
  private var isTorn = false

  static let path = Workspace.stateFolder.appending("state".utf8)
  static let header = Array("pipeline state 2\n".utf8)

  /// Opens the records for writing, as they were read before.
  package init(
    opening found: RecordFile,
    in files: any FileSystem
  ) throws(SystemFault) {
    self.files = files
    memory = found.memory
    sets = found.sets
    if found.frames == 0 || found.isBroken || found.frames > 4 * found.liveFrames + 64 {
      setNumbers = try Self.rewrite(memory, files)
    }
    file = try files.appending(to: Self.path)
  }

  /// Writes all that is remembered into a new file, where the old one is gone.
  func rewrite() throws(SystemFault) {
    _ = try Self.rewrite(memory, files)
  }

  /// Notes that the first script of a stage is about to start.
  package mutating func begin(_ stage: String, run: String) throws(SystemFault) {
    try append([.started(stage: stage, run: run)])
    memory.setLastAttempt(of: stage, .started(run: run))
    memory.undoNotes[stage]?.progress = .started
  }

  /// Notes the intent of an attempt that may outlive the runner, before it is submitted.
  package mutating func intend(
    _ stage: String,
    _ attempt: RecordedAttempt
  ) throws(SystemFault) {
    try appendWithSets(of: attempt.before) { entries, inputs in
      entries + [.intended(stage: stage, attempt, inputs: inputs)]
    }
    memory.begin(attempt, of: stage)
  }

  /// Notes the handle of an attempt that was submitted.
  package mutating func noteSubmitted(
    _ stage: String,
    as handle: JobHandle
  ) throws(SystemFault) {
    try append([.submitted(stage: stage, handle)])
    memory.openAttempts[stage]?.handle = handle
  }

  /// Notes how the attempt that is about to begin is undone, or how instead of what was noted.
  package mutating func prepareUndo(of stage: String, _ note: UndoNote) throws(SystemFault) {
    try append([.undo(stage: stage, note)])
    memory.undoNotes[stage] = note
  }

  /// Notes that nothing is to be undone any more.
  package mutating func strikeOutUndo(of stage: String) throws(SystemFault) {
    try append([.undone(stage: stage)])
    memory.undoNotes[stage] = nil
  }

  /// Notes that a stage's last attempt did not succeed, and whether it has been undone.
  package mutating func fail(
    _ stage: String,
    end: AttemptEnd,
    isUndone: Bool = false
  ) throws(SystemFault) {
    // In this order: where only the first is written, the attempt counts as interrupted.
    let undone = isUndone ? [RecordEntry.undone(stage: stage)] : []
    try append(undone + [.failed(stage: stage, end: end)])
    if isUndone { memory.undoNotes[stage] = nil }
    memory.setLastAttempt(of: stage, .failed(end))
  }

  /// Notes what a stage's successful attempt saw.
  package mutating func succeed(_ stage: String, record: Record) throws(SystemFault) {
    try appendWithSets(of: record) { entries, inputs in
      entries + [.succeeded(stage: stage, record: record, inputs: inputs)]
    }
    memory.succeed(stage, record: record)
  }

  /// Appends entries that name the input sets of a record by their numbers, behind the sets that the file does
  /// not have yet.
  private mutating func appendWithSets(
    of record: Record,
    _ entries: (_ sets: [RecordEntry], _ inputs: [Int]) -> [RecordEntry]
  ) throws(SystemFault) {
    // Before the numbers are given: mending gives them anew.
    try mend()
    var numbers = setNumbers ?? sets.numbers
    let (inputs, new) = numbers.assign(record.inputs)
    let sets = Self.entries(of: new, numbers)
    // Not held twice while it grows.
    setNumbers = nil
    defer { setNumbers = numbers }
    try append(entries(sets, inputs))
    // A set counts as written only once it is.
    numbers.add(new)
  }

  /// What the disk's clock said at the last write, in nanoseconds since 1970.
  package func lastWrite() throws(SystemFault) -> Int64 { try file.modified() }

  /// The file by whose time the disk's clock shows.
  package var clock: any AppendedFile { file }

  /// Asks the disk's clock again.
  package func touch() throws(SystemFault) { try file.touch() }

  /// Sees to it that what was written is on the disk.
  package func synchronize() throws(SystemFault) { try file.synchronize() }

  /// Appends entries with one call of the system.
  private mutating func append(_ entries: [RecordEntry]) throws(SystemFault) {
    try mend()
    do throws(SystemFault) {
      try file.append(entries.flatMap(RecordCodec.frame))
    } catch {
      isTorn = true
      throw error
    }
  }

  /// Writes the file anew where an append has failed.
  private mutating func mend() throws(SystemFault) {
    guard isTorn else { return }
    setNumbers = try Self.rewrite(memory, files)
    file = try files.appending(to: Self.path)
    isTorn = false
  }

  /// Writes what is remembered and nothing else, in one step.
  private static func rewrite(
    _ memory: Memory,
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
    for (stage, history) in memory.histories.all.sorted(by: { $0.key < $1.key }) {
      var entries: [RecordEntry] = []
      if let record = history.record {
        let inputs = sets(of: record, &entries)
        entries.append(.succeeded(stage: stage, record: record, inputs: inputs))
      }
      switch history.lastAttempt {
      case .succeeded: break
      case .failed(let end): entries.append(.failed(stage: stage, end: end))
      case .started(let run):
        if let attempt = memory.openAttempts[stage] {
          let inputs = sets(of: attempt.before, &entries)
          entries.append(.intended(stage: stage, attempt, inputs: inputs))
          if let handle = attempt.handle { entries.append(.submitted(stage: stage, handle)) }
        } else {
          entries.append(.started(stage: stage, run: run))
        }
      }
      bytes += entries.flatMap(RecordCodec.frame)
    }
    // Behind all else, so that they are read as they are.
    for (stage, note) in memory.undoNotes.sorted(by: { $0.key < $1.key }) {
      bytes += RecordCodec.frame(of: .undo(stage: stage, note))
    }
    try files.replace(path, with: bytes)
    files.removeUnfinished(path)
    return numbers
  }

  /// The entries of sets that the file does not have yet, behind those that it has.
  private static func entries(of sets: [FileSet], _ numbers: SetNumbers) -> [RecordEntry] {
    sets.enumerated().map { RecordEntry.set(number: numbers.count + $0, $1) }
  }
}

extension FileSystem {
  /// Removes what runs left that died while they wrote a file of `.pipeline` anew; only one run has the
  /// lock.
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
