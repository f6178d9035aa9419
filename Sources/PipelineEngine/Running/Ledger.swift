internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// Everything that a run writes: the records directly, the log and reports through the journal.
///
/// A write error does not stop the caller. The journal keeps the first error, and no new stage starts.
struct Ledger: Sendable {
  private var records: RecordStore
  private(set) var journal: Journal

  init(records: RecordStore, journal: Journal) {
    self.records = records
    self.journal = journal
  }

  var memory: Memory { records.memory }
  var histories: Histories { records.memory.histories }
  var isFaulty: Bool { journal.fault != nil }
  /// The file whose modification time shows the disk's time.
  var clockFile: any AppendedFile { records.clock }

  mutating func tell(_ event: Event) { journal.tell(event) }

  /// Calls the reporter without writing a line to the log.
  mutating func report(_ body: (inout any Reporter) -> Void) { body(&journal.reporter) }

  /// Returns the disk's time now, in nanoseconds since 1970.
  ///
  /// If the disk cannot be asked, it returns the smallest time. Every later observation is then made again.
  mutating func diskTime() -> Int64 {
    note(otherwise: .min) { records throws(SystemFault) in
      try records.touch()
      return try records.lastWrite()
    }
  }

  /// Records the start of an attempt, before its first script starts.
  mutating func begin(_ stage: String, run: String) throws(SystemFault) {
    try records.begin(stage, run: run)
  }

  /// Records the intent of an attempt that may outlive the runner, before its submission.
  mutating func intend(_ stage: String, _ attempt: RecordedAttempt) throws(SystemFault) {
    try records.intend(stage, attempt)
  }

  mutating func noteSubmitted(_ stage: String, as handle: JobHandle) {
    note { records throws(SystemFault) in try records.noteSubmitted(stage, as: handle) }
  }

  mutating func succeed(_ stage: String, record: Record) {
    note { records throws(SystemFault) in try records.succeed(stage, record: record) }
  }

  /// Records that an attempt did not succeed, and whether its changes were undone.
  mutating func fail(_ stage: String, end: AttemptEnd, isUndone: Bool) {
    note { records throws(SystemFault) in try records.fail(stage, end: end, isUndone: isUndone) }
  }

  /// Records the undo note of the attempt that is about to begin.
  mutating func prepareUndo(of stage: String, _ note: UndoNote) throws(SystemFault) {
    try records.prepareUndo(of: stage, note)
  }

  /// Strikes out the undo note of a stage.
  mutating func strikeOutUndo(of stage: String) {
    note { records throws(SystemFault) in try records.strikeOutUndo(of: stage) }
  }

  /// Flushes the records to the disk, before the run's last log line.
  mutating func synchronize(_ files: any FileSystem) { journal.synchronize(records, files: files) }

  /// Flushes the log to the disk after its last line, and returns the first write error.
  mutating func close() -> SystemFault? {
    journal.synchronizeLog()
    return journal.fault
  }

  private mutating func note(_ body: (inout RecordStore) throws(SystemFault) -> Void) {
    note(otherwise: (), body)
  }

  private mutating func note<Value>(
    otherwise: Value,
    _ body: (inout RecordStore) throws(SystemFault) -> Value
  ) -> Value {
    do throws(SystemFault) {
      return try body(&records)
    } catch {
      journal.note(error)
      return otherwise
    }
  }
}
