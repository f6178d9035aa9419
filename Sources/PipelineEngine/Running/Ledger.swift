internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// Writes records, log and reports of a run; after a write error that is not thrown, no new stage starts.
struct Ledger: Sendable {
  private var store: RecordStore
  private(set) var journal: Journal
  /// The files from the future that a warning has named; several stages may read one.
  private var futureFiles: Set<String> = []

  init(store: RecordStore, journal: Journal) {
    self.store = store
    self.journal = journal
  }

  var records: Records { store.records }
  var histories: Histories { store.records.histories }
  var isFaulty: Bool { journal.fault != nil }
  var clockFile: any AppendedFile { store.clock }

  mutating func tell(_ event: Event) {
    if case .warning(.futureTime(_, let path)) = event, !futureFiles.insert(path).inserted {
      return
    }
    journal.tell(event)
  }

  /// Calls the reporter without writing to the log.
  mutating func report(_ body: (inout any Reporter) -> Void) { body(&journal.reporter) }

  /// Returns the disk's time in nanoseconds since 1970; after an error `.min`, which forces new observations.
  mutating func diskTime() -> Int64 {
    note(otherwise: .min) { store throws(SystemFault) in
      try store.touch()
      return try store.lastWrite()
    }
  }

  /// Must come before the first script starts.
  mutating func begin(_ stage: String, run: String) throws(SystemFault) {
    try store.begin(stage, run: run)
  }

  /// Must come before the submission of an attempt that may outlive the runner.
  mutating func intend(_ stage: String, _ attempt: RecordedAttempt) throws(SystemFault) {
    try store.intend(stage, attempt)
  }

  mutating func noteSubmitted(_ stage: String, as handle: JobHandle) {
    note { store throws(SystemFault) in try store.noteSubmitted(stage, as: handle) }
  }

  mutating func succeed(_ stage: String, record: Record) {
    note { store throws(SystemFault) in try store.succeed(stage, record: record) }
  }

  mutating func fail(_ stage: String, end: AttemptEnd, isUndone: Bool) {
    note { store throws(SystemFault) in try store.fail(stage, end: end, isUndone: isUndone) }
  }

  mutating func prepareUndo(of stage: String, _ note: UndoNote) throws(SystemFault) {
    try store.prepareUndo(of: stage, note)
  }

  mutating func strikeOutUndo(of stage: String) {
    note { store throws(SystemFault) in try store.strikeOutUndo(of: stage) }
  }

  /// Flushes the records to the disk; must come before the last log line of the run.
  mutating func synchronize(_ files: any FileSystem) { journal.synchronize(store, files: files) }

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
      return try body(&store)
    } catch {
      journal.note(error)
      return otherwise
    }
  }
}
