internal import PipelinePlanning

/// The positions of current entries in the records file, so that one history can be read without the rest.
///
/// An index exists only for a file without damage, undo notes or open attempts.
package struct RecordIndex: Sendable, Equatable {
  /// The length of the indexed part of the file, in bytes; entries after it are newer than the index.
  var length = 0
  var hash: UInt64 = 0
  var frames = 0
  var liveFrames = 0
  var names: [String] = []
  /// For each stage, the position of the frame with its last success; -1 for none.
  var successes: [Int32] = []
  /// For each stage, the position of the frame with its last attempt; -1 if that attempt succeeded.
  var lasts: [Int32] = []
  /// The positions of the frames with input sets; the index in this list is the number of the set.
  var sets: [Int32] = []

  func holds(for bytes: [UInt8]) -> Bool {
    length <= bytes.count && XXH64.hash(bytes[..<length]) == hash
  }

  func histories(in bytes: [UInt8]) -> UnreadHistories {
    UnreadHistories(names: names, isFinished: lasts.map { $0 < 0 }) { number in
      history(number, in: bytes)
    }
  }

  private func history(_ number: Int, in bytes: [UInt8]) -> StageHistory? {
    var history = StageHistory(lastAttempt: .succeeded, record: nil)
    if case .succeeded(_, var record, let inputs) = entry(at: successes[number], in: bytes) {
      record.inputs = inputs.compactMap { set($0, in: bytes) }
      // A record counts only with all of its input sets.
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
