internal import PipelinePlanning

/// How the reason why something could not be started stands in a frame: a tag, then its fields.
///
/// The tags stand on disks: one is never given another meaning.
enum LaunchFaultCodec {
  private enum Tag: UInt64 {
    case missing = 1
    case notExecutable = 2
    case isFolder = 3
    case isNotFile = 4
    case workingFolderMissing = 5
    case interpreterMissing = 6
    case windowsLineEnds = 7
    case noInterpreter = 8
    case argumentsTooLong = 9
    case argumentTooLong = 10
    case variableTooLong = 11
    case zeroByte = 12
    case system = 13
  }

  static func write(_ fault: LaunchFault, to writer: inout ByteWriter) {
    func fields(_ tag: Tag, _ texts: String..., numbers: Int...) {
      writer.number(tag.rawValue)
      for text in texts { writer.text(text) }
      for number in numbers { writer.integer(number) }
    }
    switch fault {
    case .missing(let path): fields(.missing, path)
    case .notExecutable(let path): fields(.notExecutable, path)
    case .isFolder(let path): fields(.isFolder, path)
    case .isNotFile(let path): fields(.isNotFile, path)
    case .workingFolderMissing(let path): fields(.workingFolderMissing, path)
    case .interpreterMissing(let name, let script): fields(.interpreterMissing, name, script)
    case .windowsLineEnds(let script): fields(.windowsLineEnds, script)
    case .noInterpreter(let path): fields(.noInterpreter, path)
    case .argumentsTooLong(let bytes, let limit): fields(.argumentsTooLong, numbers: bytes, limit)
    case .argumentTooLong(let index, let bytes, let limit):
      fields(.argumentTooLong, numbers: index, bytes, limit)
    case .variableTooLong(let name, let bytes, let limit):
      fields(.variableTooLong, name, numbers: bytes, limit)
    case .zeroByte(let place): fields(.zeroByte, place)
    case .system(let fault, let call):
      fields(.system, call)
      writer.fault(fault)
    }
  }

  static func fault(from reader: inout ByteReader) -> LaunchFault? {
    guard let tag = reader.number().flatMap(Tag.init) else { return nil }
    switch tag {
    case .missing: return reader.text().map { .missing($0) }
    case .notExecutable: return reader.text().map { .notExecutable($0) }
    case .isFolder: return reader.text().map { .isFolder($0) }
    case .isNotFile: return reader.text().map { .isNotFile($0) }
    case .workingFolderMissing: return reader.text().map { .workingFolderMissing($0) }
    case .interpreterMissing:
      guard let name = reader.text(), let script = reader.text() else { return nil }
      return .interpreterMissing(name, script: script)
    case .windowsLineEnds: return reader.text().map { .windowsLineEnds(script: $0) }
    case .noInterpreter: return reader.text().map { .noInterpreter($0) }
    case .argumentsTooLong:
      guard let bytes: Int = reader.integer(), let limit: Int = reader.integer() else {
        return nil
      }
      return .argumentsTooLong(bytes: bytes, limit: limit)
    case .argumentTooLong:
      guard let index: Int = reader.integer(), let bytes: Int = reader.integer(),
        let limit: Int = reader.integer()
      else { return nil }
      return .argumentTooLong(index: index, bytes: bytes, limit: limit)
    case .variableTooLong:
      guard let name = reader.text(), let bytes: Int = reader.integer(),
        let limit: Int = reader.integer()
      else { return nil }
      return .variableTooLong(name: name, bytes: bytes, limit: limit)
    case .zeroByte: return reader.text().map { .zeroByte(in: $0) }
    case .system:
      guard let call = reader.text(), let fault = reader.fault() else { return nil }
      return .system(fault, call: call)
    }
  }
}
