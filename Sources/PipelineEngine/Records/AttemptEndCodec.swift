internal import PipelinePlanning

/// Encodes the end of an attempt as a tag and its fields; if it is unreadable, the attempt is interrupted.
///
/// Tags are stored on disk, so an existing tag must never get another meaning.
enum AttemptEndCodec {
  private enum Tag: UInt64 {
    case succeeded = 1
    case exited = 2
    case signaled = 3
    case timedOut = 4
    case notStarted = 5
    case inputsMissing = 6
    case outputsMissing = 7
    case outputOfOtherKind = 8
    case systemFailed = 9
    case stopped = 10
    case outputsEmpty = 11
    case idled = 12
  }

  static func write(_ end: AttemptEnd, to writer: inout ByteWriter) {
    func tag(_ tag: Tag) { writer.number(tag.rawValue) }
    switch end {
    case .succeeded: tag(.succeeded)
    case .exited(let code, let script):
      tag(.exited)
      writer.integer(code)
      writer.integer(script)
    case .signaled(let signal, let script):
      tag(.signaled)
      writer.integer(signal)
      writer.integer(script)
    case .timedOut(let limit, let script), .idled(let limit, let script):
      if case .idled = end { tag(.idled) } else { tag(.timedOut) }
      writer.integer(limit.components.seconds)
      writer.integer(limit.components.attoseconds)
      writer.integer(script)
    case .notStarted(let fault, let script):
      tag(.notStarted)
      LaunchFaultCodec.write(fault, to: &writer)
      writer.integer(script)
    case .inputsMissing(let paths):
      tag(.inputsMissing)
      writer.list(paths) { $1.text($0) }
    // The similar files matter only to the reader of the message.
    case .outputsMissing(let paths, _):
      tag(.outputsMissing)
      writer.list(paths) { $1.text($0) }
    case .outputsEmpty(let paths):
      tag(.outputsEmpty)
      writer.list(paths) { $1.text($0) }
    case .outputOfOtherKind(let path, let kind):
      tag(.outputOfOtherKind)
      writer.text(path)
      writer.number(UInt64(kind.rawValue))
    case .systemFailed(let fault, let path):
      tag(.systemFailed)
      writer.fault(fault)
      writer.text(path)
    // `.other` comes only from the log of a later version, so it is never recorded.
    case .stopped, .other: tag(.stopped)
    }
  }

  static func end(from reader: inout ByteReader) -> AttemptEnd? {
    guard let tag = reader.number().flatMap(Tag.init) else { return nil }
    switch tag {
    case .succeeded: return .succeeded
    case .exited:
      guard let code: Int32 = reader.integer(), let script: Int = reader.integer() else {
        return nil
      }
      return .exited(code: code, script: script)
    case .signaled:
      guard let signal: Int32 = reader.integer(), let script: Int = reader.integer() else {
        return nil
      }
      return .signaled(signal: signal, script: script)
    case .timedOut, .idled:
      guard let seconds: Int64 = reader.integer(), let attoseconds: Int64 = reader.integer(),
        let script: Int = reader.integer()
      else { return nil }
      let limit = Duration(secondsComponent: seconds, attosecondsComponent: attoseconds)
      return tag == .idled
        ? .idled(for: limit, script: script) : .timedOut(after: limit, script: script)
    case .notStarted:
      guard let fault = LaunchFaultCodec.fault(from: &reader), let script: Int = reader.integer()
      else { return nil }
      return .notStarted(fault, script: script)
    case .inputsMissing: return reader.list { $0.text() }.map { .inputsMissing($0) }
    case .outputsMissing: return reader.list { $0.text() }.map { .outputsMissing($0) }
    case .outputsEmpty: return reader.list { $0.text() }.map { .outputsEmpty($0) }
    case .outputOfOtherKind:
      guard let path = reader.text(), let kind = reader.kind() else { return nil }
      return .outputOfOtherKind(path, kind)
    case .systemFailed:
      guard let fault = reader.fault(), let path = reader.text() else { return nil }
      return .systemFailed(fault, path: path)
    case .stopped: return .stopped
    }
  }
}

/// Encodes a start failure as the position of its kind in `allCases`, counted from 1, and its fields.
///
/// Positions are stored on disk, so the existing kinds must keep theirs.
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
