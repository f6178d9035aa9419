extension ObservedFile {
  /// Whether the file is unchanged, because the stamp or the content is the same.
  package func isSame(as other: ObservedFile) -> Bool {
    if state == other.state { return true }
    guard let digest, digest == other.digest, let mine = state.stamp, let its = other.state.stamp
    else { return false }
    return mine.isLike(its)
  }

  /// Whether the runner must read the file's content to know if the file is unchanged.
  func needsReading(against old: ObservedFile) -> Bool {
    guard digest == nil, old.digest != nil, state != old.state, isReadable,
      let mine = state.stamp, let its = old.state.stamp
    else { return false }
    return mine.isLike(its)
  }

  fileprivate var isReadable: Bool { state.stamp?.kind == .file }
}

extension Stamp {
  /// Whether files with these two stamps could have the same bytes.
  fileprivate func isLike(_ other: Stamp) -> Bool {
    kind == other.kind && size == other.size
      && link.map(ExactText.init) == other.link.map(ExactText.init)
  }
}

extension Observation {
  package var read: [ObservedFile] { scripts + inputs.flatMap(\.files) }

  /// Returns the files whose content the runner must read to know whether they differ from the record.
  package func undecided(against record: Record) -> [ObservedFile] {
    let files = record.scripts + (record.inputs + record.outputs).flatMap(\.files)
    let old = Dictionary(firstOf: files.map { ($0.path, $0) })
    return (read + outputs.flatMap(\.files)).filter { file in
      old[file.path].map(file.needsReading) ?? false
    }
  }

  package var unread: [ObservedFile] { unreadInputs + unreadOutputs }

  package var unreadInputs: [ObservedFile] { Self.unread(read) }

  package var unreadOutputs: [ObservedFile] { Self.unread(outputs.flatMap(\.files)) }

  private static func unread(_ files: [ObservedFile]) -> [ObservedFile] {
    files.filter { $0.isReadable && $0.digest == nil }
  }

  /// Whether a record contains this observation: all stamps are equal, and the digest of each file is known.
  package func isNoted(in record: Record) -> Bool {
    unread.isEmpty && scripts == record.scripts && inputs == record.inputs
      && outputs == record.outputs
  }

  package func noted(in record: Record) -> Record {
    var record = record
    (record.scripts, record.inputs, record.outputs) = (scripts, inputs, outputs)
    return record
  }

  /// Sets each missing digest that `known` returns.
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
