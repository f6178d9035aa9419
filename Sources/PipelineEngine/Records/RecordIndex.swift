internal import PipelinePlanning

/// Where in the records' file that stands which counts, as a reading of it has found out: what it says
/// of a stage can then be read without the rest.
///
/// Only of a file in which nothing was damaged and nothing is to be undone.
package struct RecordIndex: Sendable, Equatable {
  /// How much of the file it tells of; what comes behind is news.
  var length = 0
  /// XXH64 of that.
  var hash: UInt64 = 0
  /// How many frames that has.
  var frames = 0
  /// How many of them would do.
  var liveFrames = 0
  /// The stages.
  var names: [String] = []
  /// For each stage the frame of its last success; -1 for none.
  var successes: [Int32] = []
  /// For each stage the frame that tells of its last attempt, where that was no success; else -1.
  var lasts: [Int32] = []
  /// The frames of the input sets, by their numbers.
  var sets: [Int32] = []

  /// Whether a file begins with what the index tells of.
  func holds(for bytes: [UInt8]) -> Bool {
    length <= bytes.count && XXH64.hash(bytes[..<length]) == hash
  }

  /// What a file says of the stages, none of it read yet.
  func histories(in bytes: [UInt8]) -> UnreadHistories {
    UnreadHistories(names: names, isFinished: lasts.map { $0 < 0 }) { number in
      history(number, in: bytes)
    }
  }

  private func history(_ number: Int, in bytes: [UInt8]) -> StageHistory? {
    var history = StageHistory(lastAttempt: .succeeded, record: nil)
    if case .succeeded(_, var record, let inputs) = entry(at: successes[number], in: bytes) {
      record.inputs = inputs.compactMap { set($0, in: bytes) }
      // A record without one of its sets is none.
      guard record.inputs.count == inputs.count else { return nil }
      history.record = record
    }
    switch entry(at: lasts[number], in: bytes) {
    case .started(_, let run): history.lastAttempt = .started(run: run)
    case .failed(_, let end): history.lastAttempt = .failed(end)
    default: if history.record == nil { return nil }
    }
    return history
  }

  /// An input set by its number.
  func set(_ number: Int, in bytes: [UInt8]) -> FileSet? {
    guard case .set(_, let set) = entry(at: sets[number], in: bytes) else { return nil }
    return set
  }

  private func entry(at position: Int32, in bytes: [UInt8]) -> RecordEntry? {
    guard position >= 0, case .whole(let payload) = RecordFrame.find(in: bytes, at: Int(position)),
      case .entry(let entry) = RecordCodec.find(in: bytes[payload])
    else { return nil }
    return entry
  }
}
