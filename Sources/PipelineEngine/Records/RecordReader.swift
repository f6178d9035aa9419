internal import PipelinePlanning

/// Reads the frames of the records' file, the last word on each stage winning.
struct RecordReader {
  private(set) var histories: [String: StageHistory] = [:]
  private(set) var sets: [FileSet] = []
  private(set) var frames = 0
  /// The numbers of the sets that each stage's record names.
  private var setNumbers: [String: [Int]] = [:]
  /// Whether something stands in the file that no crash leaves there.
  private(set) var isDamaged = false
  private let bytes: [UInt8]

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Reads every whole frame; false where the file does not end with one.
  mutating func readAll() -> Bool {
    guard bytes.starts(with: RecordStore.header) else {
      isDamaged = !bytes.isEmpty
      return false
    }
    var position = RecordStore.header.count
    while position < bytes.count {
      var head = ByteReader(bytes[position...])
      guard let length = head.fixed32(), let checksum = head.fixed32(),
        Int(length) <= bytes.count - position - 8
      else { return false }
      let payload = bytes[(position + 8)..<(position + 8 + Int(length))]
      guard Checksum.crc32(payload) == checksum, let entry = RecordCodec.entry(of: payload),
        take(entry)
      else {
        isDamaged = true
        return false
      }
      frames += 1
      position += 8 + Int(length)
    }
    return true
  }

  /// How many sets the records still name; those of records that were replaced are dead weight.
  var liveSetCount: Int { Set(setNumbers.values.joined()).count }

  /// Adds one entry to what is known; false where it speaks of a set that is not there.
  private mutating func take(_ entry: RecordEntry) -> Bool {
    switch entry {
    case .started(let stage, let run):
      histories[stage, default: StageHistory(lastAttempt: .succeeded, record: nil)].lastAttempt =
        .started(run: run)
    case .failed(let stage, let end):
      histories[stage, default: StageHistory(lastAttempt: .succeeded, record: nil)].lastAttempt =
        .failed(end)
    case .set(let set):
      sets.append(set)
    case .succeeded(let stage, var record, let inputs):
      guard inputs.allSatisfy(sets.indices.contains) else { return false }
      record.inputs = inputs.map { sets[$0] }
      setNumbers[stage] = inputs
      histories[stage] = StageHistory(lastAttempt: .succeeded, record: record)
    }
    return true
  }
}
