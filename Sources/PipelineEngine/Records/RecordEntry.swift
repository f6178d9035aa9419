internal import PipelinePlanning

/// One entry of the records' file.
enum RecordEntry {
  case started(stage: String, run: String)
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
