internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// Everything that a run writes down: its records, and through the journal its log and reports.
///
/// An error in writing does not stop the caller: the journal keeps the first one, and then nothing new starts.
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
  /// The file whose modification time shows the disk's clock.
  var clockFile: any AppendedFile { records.clock }

  mutating func tell(_ event: Event) { journal.tell(event) }

  /// Reports to whoever watches, without a line in the log.
  mutating func report(_ body: (inout any Reporter) -> Void) { body(&journal.reporter) }

  /// Returns the disk's time now, in nanoseconds since 1970.
  ///
  /// Where the disk cannot be asked, that is the beginning of time, so that whatever is seen after it must be
  /// seen again.
  mutating func diskTime() -> Int64 {
    note(otherwise: .min) { records throws(SystemFault) in
      try records.touch()
      return try records.lastWrite()
    }
  }

  /// Records that the first script of an attempt is about to start.
  mutating func begin(_ stage: String, run: String) throws(SystemFault) {
    try records.begin(stage, run: run)
  }

  /// Records the intent of an attempt that may outlive the runner.
  mutating func intend(_ stage: String, _ attempt: RecordedAttempt) throws(SystemFault) {
    try records.intend(stage, attempt)
  }

  /// Records the handle of a submitted attempt.
  mutating func noteSubmitted(_ stage: String, as handle: JobHandle) {
    note { records throws(SystemFault) in try records.noteSubmitted(stage, as: handle) }
  }

  mutating func succeed(_ stage: String, record: Record) {
    note { records throws(SystemFault) in try records.succeed(stage, record: record) }
  }

  /// Records that an attempt did not succeed, and whether what it did is undone.
  mutating func fail(_ stage: String, end: AttemptEnd, isUndone: Bool) {
    note { records throws(SystemFault) in try records.fail(stage, end: end, isUndone: isUndone) }
  }

  /// Records how the attempt that is about to begin is undone.
  mutating func prepareUndo(of stage: String, _ note: UndoNote) throws(SystemFault) {
    try records.prepareUndo(of: stage, note)
  }

  /// Records that nothing of a stage is to be undone any more.
  mutating func strikeOutUndo(of stage: String) {
    note { records throws(SystemFault) in try records.strikeOutUndo(of: stage) }
  }

  /// Brings the records to the disk, before the run's last line.
  mutating func synchronize(_ files: any FileSystem) { journal.synchronize(records, files: files) }

  /// Brings the log to the disk, behind its last line, and returns the first error in writing.
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
