package import PipelinePlanning
package import PipelineSystem

/// What the records' file of a root holds, read in one go; reading changes nothing.
package struct RecordFile: Sendable {
  package let memory: Memory
  /// The input sets that the file holds.
  let sets: RecordSets
  let frames: Int
  /// How many frames would do for what is remembered.
  let liveFrames: Int
  /// Whether something in the file is not a whole frame that this version understands.
  let isBroken: Bool

  /// Reads the records of a root; a root without any has never been run if it has no log either.
  ///
  /// - Parameters:
  ///   - files: The disk.
  ///   - index: What an earlier reading has found; where it still holds, only what has come since is read.
  /// - Throws: The error of the system.
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
    var memory = Memory(histories: reader.histories, damaged: reader.isDamaged ? 1 : 0)
    memory.undoNotes = reader.undoNotes
    memory.openAttempts = reader.openAttempts
    self.memory = memory
    sets = reader.sets
    frames = reader.frames
    liveFrames = reader.liveFrames
  }
}
