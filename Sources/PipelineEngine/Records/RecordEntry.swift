package import PipelinePlanning

enum RecordEntry {
  case started(stage: String, run: String)
  /// The runner is about to submit an attempt that may outlive it; `inputs` are the numbers of input sets.
  case intended(stage: String, RecordedAttempt, inputs: [Int])
  case submitted(stage: String, JobHandle)
  case failed(stage: String, end: AttemptEnd)
  /// The undo note of the stage's next attempt.
  case undo(stage: String, UndoNote)
  /// The stage's attempt was undone, or needs no undoing any more.
  case undone(stage: String)
  /// A set of input files; `number` is the count of sets before it in the file.
  case set(number: Int, FileSet)
  /// `record` comes without its inputs; `inputs` are the numbers of its input sets.
  case succeeded(stage: String, record: Record, inputs: [Int])
}

/// An attempt that may outlive the runner, as recorded until it ends.
package struct RecordedAttempt: Equatable, Sendable {
  package var run: String
  /// The number of the attempt, counted from 1.
  package var number: Int
  /// The parts of the record that were known before the submission; the outputs are as they were then.
  package var before: Record
  /// Nil until the executor reports the job.
  package var handle: JobHandle?
}
