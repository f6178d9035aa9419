package import PipelinePlanning

/// One entry of the records' file.
enum RecordEntry {
  case started(stage: String, run: String)
  /// An attempt that may outlive the runner is about to be submitted: the record that a success would have,
  /// as far as it is known before, and the numbers of its input sets.
  case intended(stage: String, RecordedAttempt, inputs: [Int])
  /// The attempt is a job now.
  case submitted(stage: String, JobHandle)
  case failed(stage: String, end: AttemptEnd)
  /// How the attempt that follows is undone.
  case undo(stage: String, UndoNote)
  /// An attempt was undone, or needs not be any more.
  case undone(stage: String)
  /// A set of files, and how many sets stand before it.
  case set(number: Int, FileSet)
  /// The record without its inputs, and the numbers of their sets.
  case succeeded(stage: String, record: Record, inputs: [Int])
}

/// An attempt that may outlive the runner, as the records have it until its end.
package struct RecordedAttempt: Equatable, Sendable {
  package var run: String
  /// Counted from 1.
  package var number: Int
  /// What was seen before the submission; its outputs are those of that moment.
  package var before: Record
  /// Nil until the executor has told it.
  package var handle: JobHandle?

  package init(run: String, number: Int, before: Record, handle: JobHandle? = nil) {
    self.run = run
    self.number = number
    self.before = before
    self.handle = handle
  }
}
