internal import PipelinePlanning

/// Reads and writes `.pipeline/snapshot`: a line that names the format, the XXH64 of the rest, and the rest.
extension Snapshot {
  static let header = Array("pipeline snapshot 1\n".utf8)

  var bytes: [UInt8] {
    var writer = ByteWriter()
    write(to: &writer)
    var head = ByteWriter()
    head.fixed(XXH64.hash(writer.bytes))
    return Self.header + head.bytes + writer.bytes
  }

  init?(bytes: [UInt8]) {
    let start = Self.header.count + 8
    guard bytes.count > start, bytes.starts(with: Self.header) else { return nil }
    var head = ByteReader(bytes[Self.header.count..<start])
    guard head.fixed64() == XXH64.hash(bytes[start...]) else { return nil }
    var reader = ByteReader(bytes[start...])
    guard let fingerprint = Fingerprint(from: &reader) else { return nil }
    self.init(on: fingerprint)
    guard readGraph(from: &reader), readFiles(from: &reader), reader.isAtEnd, isConsistent else {
      return nil
    }
  }

  /// Whether every list has one entry for each stage, and every number is in range.
  private var isConsistent: Bool {
    let lists = [upstream, reads, stageFiles, stageLinks, stageSets].map(\.count)
    let columns = [order.count, certainties.values.count, fingerprint.places.count]
    return (lists + columns).allSatisfy { $0 == names.count }
      && records.successes.count == records.names.count
      && records.lasts.count == records.names.count
      && records.length >= 0 && Set(order).count == names.count
      && order.allSatisfy { names.indices.contains(Int($0)) } && readsAreConsistent
      && upstream.areBelow(names.count) && makerLists.areBelow(names.count)
      && stageFiles.areBelow(files.count) && stageLinks.areBelow(linkedFiles.count)
      && stageSets.areBelow(sets.count)
  }

  /// Whether `reads` holds pairs, and the second number of each pair is a valid index of `makerLists`.
  private var readsAreConsistent: Bool {
    (0..<reads.count).allSatisfy { reads[$0].count.isMultiple(of: 2) }
      && reads.numbers.enumerated().allSatisfy { place, number in
        number >= 0 && (place.isMultiple(of: 2) || number < makerLists.count)
      }
  }

  private func write(to writer: inout ByteWriter) {
    fingerprint.write(to: &writer)
    writer.pairs(parameters.map { ($0.name, $0.value) })
    writer.list(inherited) { $1.text($0) }
    writer.list(variables) { $1.variable($0) }
    writer.text(graphName)
    writer.list(names) { $1.text($0) }
    writer.numbers(order)
    for lists in [upstream, reads, makerLists] { writer.lists(lists) }
    writer.list(exclusives) { $1.text($0) }

    writer.numbers([records.length, records.frames, records.liveFrames])
    writer.fixed(records.hash)
    writer.list(records.names) { $1.text($0) }
    for column in [records.successes, records.lasts, records.sets] { writer.numbers(column) }

    writer.table(files)
    RecordCodec.write(linkedFiles, to: &writer)
    writer.list(sets) { set, writer in
      writer.integer(set.stage.index)
      writer.integer(set.position)
      writer.number(set.isOutput ? 1 : 0)
      RecordCodec.write(set.files, to: &writer)
    }
    for lists in [stageFiles, stageLinks, stageSets] { writer.lists(lists) }
    writer.numbers(certainties.values.map(\.rawValue))
  }

  private mutating func readGraph(from reader: inout ByteReader) -> Bool {
    let parameters = reader.pairs()?.map { Recipe.Parameter(name: $0, value: $1) }
    let inherited = reader.list { $0.text() }
    let variables = reader.list { $0.variable() }
    guard let parameters, let inherited, let variables, let graphName = reader.text(),
      let names = reader.list({ $0.text() }),
      let order: [Int32] = reader.numbers(), let upstream = reader.lists(),
      let reads = reader.lists(), let makerLists = reader.lists(),
      let exclusives = reader.list({ $0.text() })
    else { return false }
    (self.parameters, self.inherited, self.variables) = (parameters, inherited, variables)
    (self.graphName, self.names, self.order, self.upstream) = (graphName, names, order, upstream)
    (self.reads, self.makerLists, self.exclusives) = (reads, makerLists, exclusives)
    return true
  }

  private mutating func readFiles(from reader: inout ByteReader) -> Bool {
    guard let counts: [Int] = reader.numbers(), counts.count == 3, let hash = reader.fixed64(),
      let names = reader.list({ $0.text() }), let successes: [Int32] = reader.numbers(),
      let lasts: [Int32] = reader.numbers(), let setPlaces: [Int32] = reader.numbers(),
      let files = reader.table(), let linked = RecordCodec.files(from: &reader),
      let sets = reader.list({ reader -> KnownSet? in
        guard let stage: Int = reader.integer(), let position: Int = reader.integer(),
          let form = reader.number(), let files = RecordCodec.files(from: &reader)
        else { return nil }
        return KnownSet(
          stage: StageID(stage),
          position: position,
          isOutput: form == 1,
          files: files
        )
      }), let stageFiles = reader.lists(), let stageLinks = reader.lists(),
      let stageSets = reader.lists(), let certainties: [UInt8] = reader.numbers()
    else { return false }
    (records.length, records.frames, records.liveFrames) = (counts[0], counts[1], counts[2])
    (records.hash, records.names, records.successes) = (hash, names, successes)
    (records.lasts, records.sets) = (lasts, setPlaces)
    (self.files, linkedFiles, self.sets) = (files, linked, sets)
    (self.stageFiles, self.stageLinks, self.stageSets) = (stageFiles, stageLinks, stageSets)
    self.certainties = StageTable(certainties.compactMap(Certainty.init))
    return true
  }
}

extension NumberLists {
  fileprivate func areBelow(_ count: Int) -> Bool {
    numbers.allSatisfy { $0 >= 0 && $0 < count }
  }
}
