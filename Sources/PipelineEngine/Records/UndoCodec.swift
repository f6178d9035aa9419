internal import PipelinePlanning

/// Tags are stored on disk, so an existing tag must never get another meaning.
enum UndoCodec {
  private enum Tag: UInt64 {
    case putBack = 1
    case remove = 2
    case setAside = 3
  }

  static func write(_ note: UndoNote, to writer: inout ByteWriter) {
    writer.text(note.run)
    writer.number(UInt64(note.progress.rawValue))
    writer.list(note.steps) { step, writer in
      switch step {
      case .putBack(let path, let aside), .setAside(let path, let aside):
        let isSetAside = step == .setAside(path, aside: aside)
        writer.number((isSetAside ? Tag.setAside : .putBack).rawValue)
        writer.bytes(path.bytes)
        writer.bytes(aside.bytes)
      case .remove(let path):
        writer.number(Tag.remove.rawValue)
        writer.bytes(path.bytes)
      }
    }
  }

  static func note(from reader: inout ByteReader) -> UndoNote? {
    guard let run = reader.text(),
      let progress = reader.number().flatMap({ UInt8(exactly: $0) }).flatMap(
        UndoNote.Progress.init
      ),
      let steps = reader.list({ step(from: &$0) })
    else { return nil }
    return UndoNote(run: run, steps: steps, progress: progress)
  }

  private static func step(from reader: inout ByteReader) -> UndoStep? {
    guard let tag = reader.number().flatMap(Tag.init),
      let path = reader.bytes().map({ Path(bytes: $0) })
    else { return nil }
    switch tag {
    case .putBack: return reader.bytes().map { .putBack(path, aside: Path(bytes: $0)) }
    case .setAside: return reader.bytes().map { .setAside(path, aside: Path(bytes: $0)) }
    case .remove: return .remove(path)
    }
  }
}
