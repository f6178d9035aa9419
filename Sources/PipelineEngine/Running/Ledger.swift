internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// Writes the records of a run, and through the journal its log and its reports.
///
/// Functions that do not throw leave write errors to the journal; after the first one, no new stage starts.
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

  /// Calls the reporter without writing to the log.
  mutating func report(_ body: (inout any Reporter) -> Void) { body(&journal.reporter) }

  /// Returns the disk's time, in nanoseconds since 1970; `.min` after an error, which forces new
  /// observations.
  mutating func diskTime() -> Int64 {
    note(otherwise: .min) { records throws(SystemFault) in
      try records.touch()
      return try records.lastWrite()
    }
  }

  /// Must come before the first script starts.
  mutating func begin(_ stage: String, run: String) throws(SystemFault) {
    try records.begin(stage, run: run)
  }

  /// Must come before the submission of an attempt that may outlive the runner.
  mutating func intend(_ stage: String, _ attempt: RecordedAttempt) throws(SystemFault) {
    try records.intend(stage, attempt)
  }

  mutating func noteSubmitted(_ stage: String, as handle: JobHandle) {
    note { records throws(SystemFault) in try records.noteSubmitted(stage, as: handle) }
  }

  mutating func succeed(_ stage: String, record: Record) {
    note { records throws(SystemFault) in try records.succeed(stage, record: record) }
  }

  mutating func fail(_ stage: String, end: AttemptEnd, isUndone: Bool) {
    note { records throws(SystemFault) in try records.fail(stage, end: end, isUndone: isUndone) }
  }

  mutating func prepareUndo(of stage: String, _ note: UndoNote) throws(SystemFault) {
    try records.prepareUndo(of: stage, note)
  }

  mutating func strikeOutUndo(of stage: String) {
    note { records throws(SystemFault) in try records.strikeOutUndo(of: stage) }
  }

  /// Flushes the records to the disk; must come before the last log line of the run.
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
