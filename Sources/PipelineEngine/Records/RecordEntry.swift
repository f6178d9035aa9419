internal import PipelinePlanning

/// One entry of the records' file.
enum RecordEntry {
  case started(stage: String, run: String)
  case failed(stage: String, end: AttemptEnd)
  /// A set of files, and how many sets stand before it.
  case set(number: Int, FileSet)
  /// The record without its inputs, and the numbers of their sets.
  case succeeded(stage: String, record: Record, inputs: [Int])
}
