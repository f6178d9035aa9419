/// What is in files, where that and not their stamps is to decide.
extension ObservedFile {
  /// Whether nothing has changed: the stamp is the same, or else what is in the file.
  package func isSame(as other: ObservedFile) -> Bool {
    if state == other.state { return true }
    guard let digest, digest == other.digest, let mine = state.stamp, let its = other.state.stamp
    else { return false }
    return mine.isLike(its)
  }

  /// Whether only what is in the file can say if it is still the same, and nobody has looked.
  func needsReading(against old: ObservedFile) -> Bool {
    guard digest == nil, old.digest != nil, state != old.state, isReadable,
      let mine = state.stamp, let its = old.state.stamp
    else { return false }
    return mine.isLike(its)
  }

  /// Whether it is something that has bytes.
  fileprivate var isReadable: Bool { state.stamp?.kind == .file }
}

extension Stamp {
  /// Whether the bytes behind two stamps could be the same.
  fileprivate func isLike(_ other: Stamp) -> Bool {
    kind == other.kind && size == other.size
      && link.map(ExactText.init) == other.link.map(ExactText.init)
  }
}

extension Observation {
  /// Everything that is read: scripts and inputs.
  package var read: [ObservedFile] { scripts + inputs.flatMap(\.files) }

  /// The files of which only what is in them can say if they are still as the record has them.
  package func undecided(against record: Record) -> [ObservedFile] {
    let files = record.scripts + (record.inputs + record.outputs).flatMap(\.files)
    let old = Dictionary(firstOf: files.map { ($0.path, $0) })
    return (read + outputs.flatMap(\.files)).filter { file in
      old[file.path].map(file.needsReading) ?? false
    }
  }

  /// The files whose bytes nobody has looked at.
  package var unread: [ObservedFile] { unreadInputs + unreadOutputs }

  /// Those of them that are read.
  package var unreadInputs: [ObservedFile] { Self.unread(read) }

  /// Those of them that are outputs.
  package var unreadOutputs: [ObservedFile] { Self.unread(outputs.flatMap(\.files)) }

  private static func unread(_ files: [ObservedFile]) -> [ObservedFile] {
    files.filter { $0.isReadable && $0.digest == nil }
  }

  /// Whether a record has the very stamps of this, and the digests of all of it.
  package func isNoted(in record: Record) -> Bool {
    unread.isEmpty && scripts == record.scripts && inputs == record.inputs
      && outputs == record.outputs
  }

  /// The record with the stamps and digests of this, and otherwise as it was.
  package func noted(in record: Record) -> Record {
    var record = record
    (record.scripts, record.inputs, record.outputs) = (scripts, inputs, outputs)
    return record
  }

  /// Gives each file without a digest the one that is known of it.
  package mutating func takeDigests(_ known: (ObservedFile) -> ContentDigest?) {
    func fill(_ files: inout [ObservedFile]) {
      for index in files.indices where files[index].isReadable && files[index].digest == nil {
        files[index].digest = known(files[index])
      }
    }
    fill(&scripts)
    for index in inputs.indices { fill(&inputs[index].files) }
    for index in outputs.indices { fill(&outputs[index].files) }
  }
}
