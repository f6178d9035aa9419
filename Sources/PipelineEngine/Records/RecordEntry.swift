package import PipelinePlanning

/// One entry of the records file.
enum RecordEntry {
  case started(stage: String, run: String)
  /// The runner is about to submit an attempt that may outlive it.
  ///
  /// The attempt holds the parts of a success's record that are known before. `inputs` are the
  /// numbers of its input sets.
  case intended(stage: String, RecordedAttempt, inputs: [Int])
  /// The executor has submitted the attempt as this job.
  case submitted(stage: String, JobHandle)
  case failed(stage: String, end: AttemptEnd)
  /// The undo note of the attempt that follows.
  case undo(stage: String, UndoNote)
  /// The stage's attempt was undone, or needs no undoing any more.
  case undone(stage: String)
  /// A set of files; `number` is the count of sets before it.
  case set(number: Int, FileSet)
  /// A success: the record without its inputs, and the numbers of its input sets.
  case succeeded(stage: String, record: Record, inputs: [Int])
}

/// An attempt that may outlive the runner, as recorded until it ends.
package struct RecordedAttempt: Equatable, Sendable {
  package var run: String
  /// The number of the attempt, counted from 1.
  package var number: Int
  /// The record made before the submission, with the outputs of that moment.
  package var before: Record
  /// Nil until the executor reports it.
  package var handle: JobHandle?
}
