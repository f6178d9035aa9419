internal import PipelinePlanning

/// How the reason why something could not be started stands in a frame: a tag, then its fields.
///
/// The tags stand on disks: one is never given another meaning.
enum LaunchFaultCodec {
  static func write(_ fault: LaunchFault, to writer: inout ByteWriter) {
    let (kind, texts, numbers) = fault.parts
    writer.number(UInt64((LaunchFault.Kind.allCases.firstIndex(of: kind) ?? 0) + 1))
    if case .system(let fault, let call) = fault {
      writer.text(call)
      return writer.fault(fault)
    }
    for text in texts { writer.text(text) }
    for number in numbers { writer.integer(number) }
  }

  static func fault(from reader: inout ByteReader) -> LaunchFault? {
    guard let tag = reader.number(), 1...UInt64(LaunchFault.Kind.allCases.count) ~= tag else {
      return nil
    }
    let kind = LaunchFault.Kind.allCases[Int(tag) - 1]
    if kind == .system {
      guard let call = reader.text(), let fault = reader.fault() else { return nil }
      return .system(fault, call: call)
    }
    let texts = (0..<kind.size.texts).compactMap { _ in reader.text() }
    let numbers: [Int] = (0..<kind.size.numbers).compactMap { _ in reader.integer() }
    return LaunchFault(kind, texts: texts, numbers: numbers)
  }
}
