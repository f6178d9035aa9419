package import PipelinePlanning
package import PipelineSystem

/// What the records' file of a root holds, read in one go; reading changes nothing.
package struct RecordFile: Sendable {
  package let memory: Memory
  /// The input sets that the file holds.
  let setNumbers: SetNumbers
  let frames: Int
  /// How many frames would do for what is remembered.
  let liveFrames: Int
  /// Whether something in the file is not a whole frame that this version understands.
  let isBroken: Bool

  /// Reads the records of a root; a root without any has never been run if it has no log either.
  package init(reading files: any FileSystem) throws(SystemFault) {
    guard let bytes = try files.contents(of: RecordStore.path) else {
      memory = Memory(isBlank: files.state(of: RunLog.path) == .missing)
      setNumbers = SetNumbers()
      frames = 0
      liveFrames = 0
      isBroken = false
      return
    }
    var reader = RecordReader(bytes: bytes)
    reader.readAll()
    isBroken = reader.isDamaged || !reader.isUnderstood
    var memory = Memory(histories: reader.histories, damaged: reader.isDamaged ? 1 : 0)
    memory.undoNotes = reader.undoNotes
    self.memory = memory
    var numbers = SetNumbers()
    numbers.add(reader.sets)
    setNumbers = numbers
    frames = reader.frames
    liveFrames = reader.histories.count + reader.undoNotes.count + reader.liveSetCount
  }
}
