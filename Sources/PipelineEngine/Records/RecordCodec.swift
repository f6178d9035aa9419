internal import PipelinePlanning

/// Converts entries to payloads of frames and back; tags are on disk, so an existing tag must never change.
enum RecordCodec {
  private enum Tag: UInt64 {
    case started = 1
    case failed = 2
    case set = 3
    /// A success written by a version that did not measure memory.
    case succeededUnmeasured = 4
    /// A success written by a version without parameters, digests and acceptances.
    case succeededPlain = 5
    case succeeded = 6
    case undo = 7
    case undone = 8
    case intended = 9
    case submitted = 10
  }

  enum Found {
    case entry(RecordEntry)
    /// A payload that no version so far writes; `stage` is nil if not even the stage can be read.
    case unreadable(stage: String?)
  }

  static func frame(of entry: RecordEntry) -> [UInt8] {
    var payload = ByteWriter()
    write(entry, to: &payload)
    return RecordFrame.bytes(payload.bytes)
  }

  /// Decodes a payload, which is unreadable if it has bytes after its last field.
  static func find(in payload: ArraySlice<UInt8>) -> Found {
    var reader = ByteReader(payload)
    guard let tag = reader.number().flatMap(Tag.init) else { return .unreadable(stage: nil) }
    let stage = tag == .set ? nil : reader.text()
    guard let entry = entry(tag, of: stage, from: &reader), reader.isAtEnd else {
      return .unreadable(stage: stage)
    }
    return .entry(entry)
  }

  private static func entry(
    _ tag: Tag,
    of stage: String?,
    from reader: inout ByteReader
  ) -> RecordEntry? {
    guard let stage else {
      guard tag == .set, let number: Int = reader.integer() else { return nil }
      return set(from: &reader).map { .set(number: number, $0) }
    }
    switch tag {
    case .started: return reader.text().map { .started(stage: stage, run: $0) }
    case .failed: return AttemptEndCodec.end(from: &reader).map { .failed(stage: stage, end: $0) }
    case .set: return nil
    case .undo: return UndoCodec.note(from: &reader).map { .undo(stage: stage, $0) }
    case .undone: return .undone(stage: stage)
    case .intended:
      guard let number: Int = reader.integer(),
        let (record, inputs) = record(.succeeded, from: &reader)
      else { return nil }
      let attempt = RecordedAttempt(run: record.run, number: number, before: record)
      return .intended(stage: stage, attempt, inputs: inputs)
    case .submitted: return reader.text().map { .submitted(stage: stage, JobHandle($0)) }
    case .succeededUnmeasured, .succeededPlain, .succeeded:
      return record(tag, from: &reader).map { .succeeded(stage: stage, record: $0, inputs: $1) }
    }
  }

  private static func write(_ entry: RecordEntry, to writer: inout ByteWriter) {
    func begin(_ tag: Tag, of stage: String) {
      writer.number(tag.rawValue)
      writer.text(stage)
    }
    switch entry {
    case .started(let stage, let run):
      begin(.started, of: stage)
      writer.text(run)
    case .failed(let stage, let end):
      begin(.failed, of: stage)
      AttemptEndCodec.write(end, to: &writer)
    case .undo(let stage, let note):
      begin(.undo, of: stage)
      UndoCodec.write(note, to: &writer)
    case .undone(let stage):
      begin(.undone, of: stage)
    case .set(let number, let set):
      writer.number(Tag.set.rawValue)
      writer.integer(number)
      write(set, to: &writer)
    case .succeeded(let stage, let record, let inputs):
      begin(.succeeded, of: stage)
      write(record, inputs, to: &writer)
    case .intended(let stage, let attempt, let inputs):
      begin(.intended, of: stage)
      writer.integer(attempt.number)
      write(attempt.before, inputs, to: &writer)
    case .submitted(let stage, let handle):
      begin(.submitted, of: stage)
      writer.text(handle.text)
    }
  }

  private static func write(_ record: Record, _ inputs: [Int], to writer: inout ByteWriter) {
    writer.text(record.run)
    write(record.recipe, to: &writer)
    write(record.scripts, to: &writer)
    writer.list(inputs) { $1.integer($0) }
    writer.list(record.outputs) { write($0, to: &$1) }
    writer.pairs(record.upstream.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    writer.list(record.changedMeanwhile) { $1.bytes($0.bytes) }
    writer.optional(record.duration) { $1.number($0.bitPattern) }
    writer.optional(record.peakMemory) { $1.number(UInt64(bitPattern: $0)) }
    writer.pairs(record.recipe.parameters.map { ($0.name, $0.value) })
    writer.optional(record.acceptance) { acceptance, writer in
      writer.integer(acceptance.time)
      writer.text(acceptance.reason)
    }
    writer.list(record.formerOutputs) { $1.bytes($0.bytes) }
    // Nearly no record has this list, and earlier versions do not know it.
    if !record.madeLinks.isEmpty { writer.list(record.madeLinks) { $1.bytes($0.bytes) } }
  }

  private static func record(
    _ tag: Tag,
    from reader: inout ByteReader
  ) -> (record: Record, inputs: [Int])? {
    guard let run = reader.text(),
      let recipe = recipe(from: &reader), let scripts = files(from: &reader),
      let inputs = reader.list({ reader -> Int? in reader.integer() }),
      let outputs = reader.list({ set(from: &$0) }),
      let upstream = reader.pairs(),
      let changed = reader.list({ $0.bytes().map { Path(bytes: $0) } }),
      let duration = reader.optional({ $0.number().map { Double(bitPattern: $0) } })
    else { return nil }
    var record = Record(run: run, recipe: recipe)
    (record.scripts, record.outputs) = (scripts, outputs)
    record.upstream = Dictionary(upstream, uniquingKeysWith: { $1 })
    (record.changedMeanwhile, record.duration) = (changed, duration)
    if tag != .succeededUnmeasured {
      guard let peak = reader.optional({ $0.number().map { Int64(bitPattern: $0) } }) else {
        return nil
      }
      record.peakMemory = peak
    }
    guard tag != .succeeded || additions(to: &record, from: &reader) else { return nil }
    return (record, inputs)
  }

  /// Reads the fields that tag 6 (`succeeded`) added to a record; false if they are malformed.
  private static func additions(to record: inout Record, from reader: inout ByteReader) -> Bool {
    let parameters = reader.pairs()?.map { Recipe.Parameter(name: $0, value: $1) }
    let acceptance = reader.optional { reader -> Acceptance? in
      guard let time: Int64 = reader.integer(), let reason = reader.text() else { return nil }
      return Acceptance(time: time, reason: reason)
    }
    guard let parameters, let acceptance,
      let former = reader.list({ $0.bytes().map { Path(bytes: $0) } })
    else { return false }
    record.recipe.parameters = parameters
    record.acceptance = acceptance
    record.formerOutputs = former
    guard !reader.isAtEnd else { return true }
    guard let links = reader.list({ $0.bytes().map { Path(bytes: $0) } }) else { return false }
    record.madeLinks = links
    return true
  }

  private static func write(_ recipe: Recipe, to writer: inout ByteWriter) {
    writer.list(recipe.steps) { step, writer in
      writer.optional(step.script) { $1.text($0) }
      writer.list(step.arguments) { $1.text($0) }
      writer.optional(step.interpreter) { $1.text($0) }
    }
    writer.list(recipe.variables) { $1.variable($0) }
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
    let variables = reader.list { $0.variable() }
    guard let steps, let variables, let inputs = reader.list({ $0.text() }),
      let outputs = reader.list({ $0.text() })
    else { return nil }
    var recipe = Recipe(steps: steps)
    (recipe.variables, recipe.inputs, recipe.outputs) = (variables, inputs, outputs)
    return recipe
  }

  private static func write(_ set: FileSet, to writer: inout ByteWriter) {
    writer.text(set.pattern)
    write(set.files, to: &writer)
  }

  private static func set(from reader: inout ByteReader) -> FileSet? {
    guard let pattern = reader.text(), let files = files(from: &reader) else { return nil }
    return FileSet(pattern: pattern, files: files)
  }

  static func write(_ files: [ObservedFile], to writer: inout ByteWriter) {
    writer.list(files) { file, writer in
      writer.bytes(file.path.bytes)
      // A file that the runner could not read is recorded as missing.
      guard let stamp = file.state.stamp else { return writer.number(0) }
      writer.number(file.digest == nil ? 1 : 2)
      writer.number(UInt64(stamp.kind.rawValue))
      writer.number(UInt64(bitPattern: stamp.size))
      writer.fixed(UInt64(bitPattern: stamp.modified))
      writer.optional(stamp.link) { $1.text($0) }
      if let digest = file.digest { writer.bytes(digest.bytes) }
    }
  }

  static func files(from reader: inout ByteReader) -> [ObservedFile]? {
    reader.list { reader -> ObservedFile? in
      guard let path = reader.bytes().map({ Path(bytes: $0) }), let form = reader.number() else {
        return nil
      }
      if form == 0 { return ObservedFile(path, .missing) }
      guard form <= 2, let stamp = stamp(from: &reader) else { return nil }
      if form == 1 { return ObservedFile(path, .present(stamp)) }
      guard let digest = reader.bytes().flatMap({ ContentDigest($0) }) else { return nil }
      return ObservedFile(path, .present(stamp), digest: digest)
    }
  }

  private static func stamp(from reader: inout ByteReader) -> Stamp? {
    guard
      let kind = reader.kind(), let size = reader.number(), let modified = reader.fixed64(),
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
