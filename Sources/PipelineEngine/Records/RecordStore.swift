internal import Foundation
package import PipelinePlanning
package import PipelineSystem

/// The records of a root, in `.pipeline/state`: appended to, and now and then written anew.
///
/// The file is a line that names the format, then frames: the length of the payload and its CRC-32,
/// four bytes each, little-endian, then the payload. A frame that a crash cut short, and whatever
/// comes behind a damaged one, is as if it had never been written: that costs runs, never a wrong
/// answer, because every record is compared with what the disk says.
package struct RecordStore {
  package private(set) var memory: Memory
  private let file: any AppendedFile
  /// The input sets that the file holds, by their contents, so that each is written once.
  private var setNumbers: [FileSet: Int]

  static let path = Workspace.stateFolder.appending("state".utf8)
  static let header = Array("pipeline state 1\n".utf8)

  /// Opens the records for writing, as they were read before.
  package init(
    opening found: RecordFile,
    in files: any FileSystem
  ) throws(SystemFault) {
    memory = found.memory
    setNumbers = found.setNumbers
    if found.frames == 0 || found.isBroken || found.frames > 4 * found.liveFrames + 64 {
      setNumbers = try Self.rewrite(memory, files)
    }
    file = try files.appending(to: Self.path)
  }

  /// Writes all that is remembered into a new file, where the old one is gone.
  func rewrite(in files: any FileSystem) throws(SystemFault) {
    _ = try Self.rewrite(memory, files)
  }

  /// Notes that the first script of a stage is about to start, and when that was by the disk's clock.
  package mutating func begin(_ stage: String, run: String) throws(SystemFault) {
    var history = memory.histories[stage] ?? StageHistory(lastAttempt: .succeeded, record: nil)
    history.lastAttempt = .started(run: run)
    try file.append(RecordCodec.frame(of: .started(stage: stage, run: run)))
    memory.histories[stage] = history
  }

  /// Notes that a stage's last attempt did not succeed.
  package mutating func fail(_ stage: String, end: AttemptEnd) throws(SystemFault) {
    try file.append(RecordCodec.frame(of: .failed(stage: stage, end: end)))
    memory.histories[stage, default: StageHistory(lastAttempt: .succeeded, record: nil)]
      .lastAttempt = .failed(end)
  }

  /// Notes what a stage's successful attempt saw.
  package mutating func succeed(_ stage: String, record: Record) throws(SystemFault) {
    // A set counts as written only once it is: a number too many would shift all that come later.
    var numbers = setNumbers
    try file.append(Self.frames(of: record, stage: stage, numbers: &numbers))
    setNumbers = numbers
    memory.histories[stage] = StageHistory(lastAttempt: .succeeded, record: record)
  }

  /// What the disk's clock said at the last write, in nanoseconds since 1970.
  package func lastWrite() throws(SystemFault) -> Int64 { try file.modified() }

  /// Asks the disk's clock again.
  package func touch() throws(SystemFault) { try file.touch() }

  /// Sees to it that what was written is on the disk.
  package func synchronize() throws(SystemFault) { try file.synchronize() }

  /// Writes what is remembered and nothing else, in one step.
  private static func rewrite(
    _ memory: Memory,
    _ files: any FileSystem
  ) throws(SystemFault) -> [FileSet: Int] {
    var numbers: [FileSet: Int] = [:]
    var bytes = header
    for (stage, history) in memory.histories.sorted(by: { $0.key < $1.key }) {
      if let record = history.record {
        bytes += frames(of: record, stage: stage, numbers: &numbers)
      }
      switch history.lastAttempt {
      case .succeeded: break
      case .failed(let end): bytes += RecordCodec.frame(of: .failed(stage: stage, end: end))
      case .started(let run): bytes += RecordCodec.frame(of: .started(stage: stage, run: run))
      }
    }
    try files.replace(path, with: bytes)
    return numbers
  }

  /// The frames of a record, with those of the sets that the file does not hold yet before it.
  private static func frames(
    of record: Record,
    stage: String,
    numbers: inout [FileSet: Int]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    var inputs: [Int] = []
    for set in record.inputs {
      if let number = numbers[set] {
        inputs.append(number)
      } else {
        let number = numbers.count
        numbers[set] = number
        inputs.append(number)
        bytes += RecordCodec.frame(of: .set(set))
      }
    }
    return bytes + RecordCodec.frame(of: .succeeded(stage: stage, record: record, inputs: inputs))
  }
}
