import PipelineEngine
import PipelinePlanning
import PipelineSystem
import PipelineTestSupport
import Testing

/// Reading records that were cut, damaged or written by another version.
struct RecordDamageTests {
  private static let path = RecordSamples.path
  private static let header = Array("pipeline state 2\n".utf8)

  /// The histories when the file had `size` bytes.
  private struct Moment {
    var size: Int
    var histories: [String: StageHistory]
  }

  private struct Written {
    var bytes: [UInt8]
    var moments: [Moment]

    var last: [String: StageHistory] { moments.last?.histories ?? [:] }

    /// The histories when the file had at most `size` bytes.
    func histories(at size: Int) -> [String: StageHistory] {
      moments.last { $0.size <= size }?.histories ?? [:]
    }
  }

  /// Writes three successes, then a failed attempt and an unfinished one.
  private static func write() throws -> Written {
    let files = VirtualFileSystem()
    var random = SeededGenerator(seed: 11)
    var store = try RecordStore(opening: RecordFile(reading: files), in: files)
    var moments: [Moment] = []
    func note() throws {
      let size = try #require(try files.contents(of: path)).count
      moments.append(Moment(size: size, histories: store.records.histories.all))
    }
    try note()
    for stage in ["failed", "started", "fine"] {
      try store.begin(stage, run: "1")
      try note()
      try store.succeed(stage, record: RecordSamples.makeRecord(&random))
      try note()
    }
    try store.begin("failed", run: "2")
    try note()
    try store.fail("failed", end: .exited(code: 2, script: 0))
    try note()
    try store.begin("started", run: "3")
    try note()
    return Written(bytes: try #require(try files.contents(of: path)), moments: moments)
  }

  private static func read(_ bytes: [UInt8]) throws -> Records {
    let files = VirtualFileSystem()
    files.write(bytes, to: path)
    return try RecordFile(reading: files).records
  }

  /// Checks that the next opening repairs the file, keeps its records and can append.
  private func checkMending(_ bytes: [UInt8], _ place: String) throws {
    let files = VirtualFileSystem()
    files.write(bytes, to: Self.path)
    let records = try RecordFile(reading: files).records
    var store = try RecordStore(opening: RecordFile(reading: files), in: files)
    var random = SeededGenerator(seed: 99)
    let record = RecordSamples.makeRecord(&random)
    try store.succeed("after", record: record)
    let again = try RecordFile(reading: files).records
    var expected = records.histories
    expected["after"] = StageHistory(lastAttempt: .succeeded, record: record)
    #expect(again.damaged == 0, "\(place)")
    #expect(again.histories == expected, "\(place)")
  }

  /// Checks that damage is reported, no stage succeeds and unfinished attempts keep their run.
  private func checkDamage(_ bytes: [UInt8], _ written: Written, _ place: String) throws {
    let records = try Self.read(bytes)
    #expect(records.damaged == 1, "\(place)")
    #expect(!records.isBlank, "\(place)")
    for (stage, history) in records.histories.all {
      guard case .started(let run) = history.lastAttempt else {
        Issue.record("\(place): \(stage) is \(history.lastAttempt)")
        continue
      }
      let known = written.moments.compactMap { $0.histories[stage] }
      #expect(known.contains { $0.record == history.record }, "\(place)")
      let isKept = known.contains { $0.lastAttempt == history.lastAttempt }
      #expect(isKept || run == history.record?.run ?? "", "\(place)")
    }
  }

  @Test func `a file cut at any byte gives the records written up to there`() throws {
    let written = try Self.write()
    for length in written.bytes.indices {
      let cut = Array(written.bytes.prefix(length))
      try checkMending(cut, "cut at \(length)")
      guard length >= Self.header.count else {
        try checkDamage(cut, written, "cut at \(length)")
        continue
      }
      let records = try Self.read(cut)
      #expect(records.damaged == 0, "cut at \(length)")
      #expect(records.histories.all == written.histories(at: length), "cut at \(length)")
    }
    #expect(try Self.read(written.bytes).histories.all == written.last)
  }

  @Test func `no stage counts as succeeded in a file with any byte flipped`() throws {
    let written = try Self.write()
    for position in written.bytes.indices {
      for mask in [0x01, 0x10, 0x80, 0xFF] as [UInt8] {
        var copy = written.bytes
        copy[position] ^= mask
        try checkDamage(copy, written, "byte \(position) ^ \(mask)")
        if mask == 0x80 { try checkMending(copy, "byte \(position) ^ \(mask)") }
      }
    }
  }

  @Test func `a lost or inserted byte before the last frame is damage`() throws {
    let written = try Self.write()
    let last = try #require(written.moments.dropLast().last).size
    for position in stride(from: 0, to: last, by: 3) {
      var copy = written.bytes
      copy.remove(at: position)
      try checkDamage(copy, written, "without byte \(position)")
      copy = written.bytes
      copy.insert(0, at: position)
      try checkDamage(copy, written, "a zero before byte \(position)")
    }
  }

  @Test func `the reader never accepts random bytes as records`() throws {
    var random = SeededGenerator(seed: 5)
    let nothing = Written(bytes: [], moments: [])
    for round in 0..<300 {
      let rubbish = (0..<Int.random(in: 12...64, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      let bytes = round % 2 == 0 ? Self.header + rubbish : rubbish
      try checkDamage(bytes, nothing, "\(rubbish)")
      try checkMending(bytes, "\(rubbish)")
    }
    for (place, bytes) in [
      ("nothing", []), ("an older version", Array("pipeline state 1\n".utf8)),
      ("a newer version", Array("pipeline state 3\n".utf8)),
      ("a huge length", Self.header + [UInt8](repeating: 0xFF, count: 16)),
      ("a block of zeros", Self.header + [UInt8](repeating: 0, count: 64)),
    ] {
      try checkDamage(bytes, nothing, place)
      try checkMending(bytes, place)
    }
  }

  @Test func `an unknown entry makes all earlier stages uncertain`() throws {
    let written = try Self.write()
    let unknown = Self.frame([99, 1, 2, 3])
    for moment in written.moments {
      let bytes = written.bytes.prefix(moment.size) + unknown + written.bytes[moment.size...]
      let records = try Self.read(Array(bytes))
      #expect(records.damaged == 1)
      for (stage, history) in written.last {
        // Complete entries after it are newer.
        let isLater = history.record != moment.histories[stage]?.record
        let isSucceeded = records.histories[stage]?.lastAttempt == .succeeded
        #expect(isSucceeded == (isLater && history.lastAttempt == .succeeded), "\(stage)")
        #expect(records.histories[stage]?.record == history.record, "\(stage)")
      }
      try checkMending(Array(bytes), "behind \(moment.size)")
    }
    try checkDamage(written.bytes + unknown, written, "at the end")
  }

  @Test func `a partly readable entry interrupts only its own stage`() throws {
    let written = try Self.write()
    let stage = Array("fine".utf8)
    for payload in [
      [2, 4] + stage + [200], [2, 4] + stage + [10, 0], [2, 4] + stage + [5, 200], [4, 4] + stage,
      [2, 4] + stage,
    ] as [[UInt8]] {
      let bytes = written.bytes + Self.frame(payload)
      let records = try Self.read(bytes)
      var expected = written.last
      expected["fine"]?.lastAttempt = .started(run: written.last["fine"]?.record?.run ?? "")
      #expect(records.damaged == 0)
      #expect(records.histories.all == expected, "\(payload)")
      try checkMending(bytes, "\(payload)")
    }
  }

  @Test func `a set with an unexpected number is damage`() throws {
    let written = try Self.write()
    for number in [0, 100] as [UInt8] {
      let frame = Self.frame([3, number, 1, UInt8(ascii: "p"), 0])
      try checkDamage(written.bytes + frame, written, "set \(number)")
      try checkMending(written.bytes + frame, "set \(number)")
    }
    let first = Self.header + Self.frame([3, 0, 1, UInt8(ascii: "p"), 0])
    #expect(try Self.read(first).damaged == 0)
  }

  /// A frame in the record format, built without the code under test.
  private static func frame(_ payload: [UInt8]) -> [UInt8] {
    func word(_ value: UInt32) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    func checksum(_ bytes: [UInt8]) -> UInt32 {
      ~bytes.reduce(0xFFFF_FFFF as UInt32) { value, byte in
        (0..<8).reduce(value ^ UInt32(byte)) { rest, _ in
          rest & 1 == 1 ? 0xEDB8_8320 ^ (rest >> 1) : rest >> 1
        }
      }
    }
    let head = word(UInt32(payload.count)) + word(checksum(payload))
    return head + word(checksum(head)) + payload
  }
}
