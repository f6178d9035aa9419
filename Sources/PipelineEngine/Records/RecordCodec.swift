internal import Foundation
internal import PipelinePlanning

/// One entry of the records' file.
enum RecordEntry {
  case started(stage: String, run: String)
  case failed(stage: String, end: AttemptEnd)
  /// A set of files; its number is the count of sets before it.
  case set(FileSet)
  /// The record without its inputs, and the numbers of their sets.
  case succeeded(stage: String, record: Record, inputs: [Int])
}

/// Turns entries into frames and payloads into entries.
enum RecordCodec {
  private enum Tag: UInt64 {
    case started = 1
    case failed
    case set
    case succeeded
  }

  /// The entry as a frame: length, checksum, payload.
  static func frame(of entry: RecordEntry) -> [UInt8] {
    var payload = ByteWriter()
    write(entry, to: &payload)
    var frame = ByteWriter()
    frame.fixed(UInt32(payload.bytes.count))
    frame.fixed(Checksum.crc32(payload.bytes[...]))
    return frame.bytes + payload.bytes
  }

  /// The entry of a payload; nil where it is not one that this version writes.
  static func entry(of payload: ArraySlice<UInt8>) -> RecordEntry? {
    var reader = ByteReader(payload)
    guard let tag = reader.number().flatMap(Tag.init) else { return nil }
    switch tag {
    case .started:
      guard let stage = reader.text(), let run = reader.text() else { return nil }
      return .started(stage: stage, run: run)
    case .failed:
      guard let stage = reader.text(), let bytes = reader.bytes(),
        let end = try? JSONDecoder().decode(AttemptEnd.self, from: Data(bytes))
      else { return nil }
      return .failed(stage: stage, end: end)
    case .set: return set(from: &reader).map { .set($0) }
    case .succeeded: return success(from: &reader)
    }
  }

  private static func write(_ entry: RecordEntry, to writer: inout ByteWriter) {
    switch entry {
    case .started(let stage, let run):
      writer.number(Tag.started.rawValue)
      writer.text(stage)
      writer.text(run)
    case .failed(let stage, let end):
      writer.number(Tag.failed.rawValue)
      writer.text(stage)
      // A failure is rare and has many shapes: its own coding is clearer than another format here.
      writer.bytes((try? JSONEncoder().encode(end)).map(Array.init) ?? [])
    case .set(let set):
      writer.number(Tag.set.rawValue)
      write(set, to: &writer)
    case .succeeded(let stage, let record, let inputs):
      writer.number(Tag.succeeded.rawValue)
      writer.text(stage)
      writer.text(record.run)
      write(record.recipe, to: &writer)
      write(record.scripts, to: &writer)
      writer.list(inputs) { $1.number(UInt64($0)) }
      writer.list(record.outputs) { write($0, to: &$1) }
      writer.list(record.upstream.sorted { $0.key < $1.key }) { pair, writer in
        writer.text(pair.key)
        writer.text(pair.value)
      }
      writer.list(record.changedMeanwhile) { $1.bytes($0.bytes) }
      writer.optional(record.duration) { $1.number($0.bitPattern) }
    }
  }

  private static func success(from reader: inout ByteReader) -> RecordEntry? {
    guard let stage = reader.text(), let run = reader.text(),
      let recipe = recipe(from: &reader), let scripts = files(from: &reader),
      let inputs = reader.list({ $0.number().map { Int(truncatingIfNeeded: $0) } }),
      let outputs = reader.list({ set(from: &$0) }),
      let upstream = reader.list({ reader -> (String, String)? in
        guard let name = reader.text(), let run = reader.text() else { return nil }
        return (name, run)
      }),
      let changed = reader.list({ $0.bytes().map { Path(bytes: $0) } }),
      let duration = reader.optional({ $0.number().map { Double(bitPattern: $0) } })
    else { return nil }
    let record = Record(
      run: run,
      recipe: recipe,
      scripts: scripts,
      inputs: [],
      outputs: outputs,
      upstream: Dictionary(upstream, uniquingKeysWith: { $1 }),
      changedMeanwhile: changed,
      duration: duration
    )
    return .succeeded(stage: stage, record: record, inputs: inputs)
  }

  private static func write(_ recipe: Recipe, to writer: inout ByteWriter) {
    writer.list(recipe.steps) { step, writer in
      writer.optional(step.script) { $1.text($0) }
      writer.list(step.arguments) { $1.text($0) }
      writer.optional(step.interpreter) { $1.text($0) }
    }
    writer.list(recipe.variables) { variable, writer in
      writer.text(variable.name)
      writer.optional(variable.digest) { $1.text($0) }
    }
    writer.list(recipe.inputs) { $1.text($0) }
    writer.list(recipe.outputs) { $1.text($0) }
  }

  private static func recipe(from reader: inout ByteReader) -> Recipe? {
    let steps = reader.list { reader -> Recipe.Step? in
      guard let script = reader.optional({ $0.text() }), let arguments = reader.list({ $0.text() }),
        let interpreter = reader.optional({ $0.text() })
      else { return nil }
      return Recipe.Step(script: script, arguments: arguments, interpreter: interpreter)
    }
    let variables = reader.list { reader -> Recipe.Variable? in
      guard let name = reader.text(), let digest = reader.optional({ $0.text() }) else {
        return nil
      }
      return Recipe.Variable(name: name, digest: digest)
    }
    guard let steps, let variables, let inputs = reader.list({ $0.text() }),
      let outputs = reader.list({ $0.text() })
    else { return nil }
    return Recipe(steps: steps, variables: variables, inputs: inputs, outputs: outputs)
  }

  private static func write(_ set: FileSet, to writer: inout ByteWriter) {
    writer.text(set.pattern)
    write(set.files, to: &writer)
  }

  private static func set(from reader: inout ByteReader) -> FileSet? {
    guard let pattern = reader.text(), let files = files(from: &reader) else { return nil }
    return FileSet(pattern: pattern, files: files)
  }

  private static func write(_ files: [ObservedFile], to writer: inout ByteWriter) {
    writer.list(files) { file, writer in
      writer.bytes(file.path.bytes)
      // What could not be read when the record was made is recorded as not there.
      writer.optional(file.state.stamp) { stamp, writer in
        writer.number(UInt64(stamp.kind.rawValue))
        writer.number(UInt64(bitPattern: stamp.size))
        writer.fixed(UInt64(bitPattern: stamp.modified))
        writer.optional(stamp.link) { $1.text($0) }
      }
    }
  }

  private static func files(from reader: inout ByteReader) -> [ObservedFile]? {
    reader.list { reader -> ObservedFile? in
      guard let path = reader.bytes(), let stamp = reader.optional({ Self.stamp(from: &$0) }) else {
        return nil
      }
      return ObservedFile(Path(bytes: path), stamp.map { .present($0) } ?? .missing)
    }
  }

  private static func stamp(from reader: inout ByteReader) -> Stamp? {
    guard
      let kind = reader.number().flatMap({ Stamp.Kind(rawValue: UInt8(truncatingIfNeeded: $0)) }),
      let size = reader.number(), let modified = reader.fixed64(),
      let link = reader.optional({ $0.text() })
    else { return nil }
    return Stamp(
      kind: kind,
      size: Int64(bitPattern: size),
      modified: Int64(bitPattern: modified),
      link: link
    )
  }
}
