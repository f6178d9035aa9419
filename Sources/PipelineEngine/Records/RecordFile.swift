package import PipelinePlanning
package import PipelineSystem

/// What the records' file of a root holds, read in one go; reading changes nothing.
package struct RecordFile: Sendable {
  package let memory: Memory
  /// The input sets that the file holds, by their contents.
  let setNumbers: [FileSet: Int]
  let frames: Int
  /// How many frames would do for what is remembered.
  let liveFrames: Int
  /// Whether the file does not end with a whole frame.
  let isBroken: Bool

  /// Reads the records of a root; a root without any has never been run if it has no log either.
  package init(reading files: any FileSystem) throws(SystemFault) {
    guard let bytes = try files.contents(of: RecordStore.path) else {
      memory = Memory(isBlank: files.state(of: RunLog.path) == .missing)
      setNumbers = [:]
      frames = 0
      liveFrames = 0
      isBroken = false
      return
    }
    var reader = RecordReader(bytes: bytes)
    isBroken = !reader.readAll()
    memory = Memory(histories: reader.histories, damaged: reader.isDamaged ? 1 : 0)
    setNumbers = Dictionary(
      reader.sets.enumerated().map { ($1, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    frames = reader.frames
    liveFrames = reader.histories.count + reader.liveSetCount
  }
}
