internal import PipelinePlanning

extension ByteWriter {
  /// Writes an error of the system: its number and its words.
  mutating func fault(_ fault: SystemFault) {
    integer(fault.number)
    text(fault.words)
  }
}

extension ByteReader {
  mutating func fault() -> SystemFault? {
    guard let number: Int32 = integer(), let words = text() else { return nil }
    return SystemFault(number: number, words: words)
  }

  mutating func kind() -> Stamp.Kind? {
    number().flatMap { UInt8(exactly: $0) }.flatMap(Stamp.Kind.init)
  }
}
