package import PipelinePlanning
package import PipelineSystem

/// The contents of a root's records file.
package struct RecordFile: Sendable {
  package let records: Records
  let sets: RecordSets
  let frames: Int
  let liveFrames: Int
  /// Whether some part of the file is not a whole frame that this version understands.
  let isBroken: Bool

  /// Reads the whole file, or only the frames after `index` if this index of an earlier reading is valid.
  package init(
    reading files: any FileSystem,
    index: RecordIndex? = nil
  ) throws(SystemFault) {
    guard let bytes = try files.contents(of: RecordStore.path) else {
      records = Records(isBlank: files.state(of: RunLog.path) == .missing)
      sets = RecordSets()
      frames = 0
      liveFrames = 0
      isBroken = false
      return
    }
    let base = index.flatMap { $0.holds(for: bytes) ? $0 : nil }
    var reader = RecordReader(bytes: bytes, base: base)
    reader.readAll()
    isBroken = reader.isDamaged || !reader.isUnderstood
    records = reader.records
    sets = reader.sets
    frames = reader.frames
    liveFrames = reader.liveFrames
  }
}
