package import PipelinePlanning

enum RecordEntry {
  case started(stage: String, run: String)
  /// An attempt that may outlive the runner will be submitted; `inputs` has the numbers of its input sets.
  case intended(stage: String, RecordedAttempt, inputs: [Int])
  case submitted(stage: String, JobHandle)
  case failed(stage: String, end: AttemptEnd)
  /// The undo note of the stage's next attempt.
  case undo(stage: String, UndoNote)
  /// The stage's attempt was undone, or no longer needs to be undone.
  case undone(stage: String)
  /// A set of input files; `number` is the count of sets before it in the file.
  case set(number: Int, FileSet)
  /// `record` comes without its inputs; `inputs` has the numbers of its input sets.
  case succeeded(stage: String, record: Record, inputs: [Int])
}

/// An attempt that may outlive the runner, as recorded until it ends.
package struct RecordedAttempt: Equatable, Sendable {
  package var run: String
  /// Counted from 1.
  package var number: Int
  /// The record of the inputs and outputs before the submission.
  package var before: Record
  /// Nil until the executor reports the job.
  package var handle: JobHandle?
}
