package import PipelinePlanning
package import PipelineSystem

/// The contents of a root's records file, read in one go; reading changes nothing.
package struct RecordFile: Sendable {
  package let memory: Memory
  /// The input sets that the file holds.
  let sets: RecordSets
  let frames: Int
  /// The approximate number of frames that the current records need.
  let liveFrames: Int
  /// Whether some part of the file is not a whole frame that this version understands.
  let isBroken: Bool

  /// Reads the records of a root.
  ///
  /// In a root with neither records nor a log, nothing has ever run. `index` comes from an earlier
  /// reading. If it still holds, only the frames after it are read. Throws the system's error.
  package init(
    reading files: any FileSystem,
    index: RecordIndex? = nil
  ) throws(SystemFault) {
    guard let bytes = try files.contents(of: RecordStore.path) else {
      memory = Memory(isBlank: files.state(of: RunLog.path) == .missing)
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
    memory = reader.memory
    sets = reader.sets
    frames = reader.frames
    liveFrames = reader.liveFrames
  }
}
