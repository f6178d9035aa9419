import PipelineEngine
import PipelinePlanning
import PipelineSystem
import PipelineTestSupport
import Testing

/// What is remembered between runs, whatever becomes of the file it stands in.
struct RecordStoreTests {
  private static let path = Path(".pipeline/state")

  /// A record with a bit of everything, different for every number.
  private static func makeRecord(_ random: inout SeededGenerator) -> Record {
    func text() -> String {
      let pieces = ["a", "é", "e\u{301}", "\n", "\0", "\"", "数", "x/y", "", "--top"]
      return (0..<Int.random(in: 0...3, using: &random))
        .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }
    func state() -> FileState {
      guard Int.random(in: 0..<5, using: &random) > 0 else { return .missing }
      return .present(
        Stamp(
          kind: [.file, .folder, .special].randomElement(using: &random) ?? .file,
          size: Int64.random(in: 0...Int64.max, using: &random),
          modified: Int64.random(in: Int64.min...Int64.max, using: &random),
          link: Bool.random(using: &random) ? text() : nil
        )
      )
    }
    func files() -> [ObservedFile] {
      (0..<Int.random(in: 0...4, using: &random)).map { number in
        ObservedFile(Path(bytes: [UInt8(ascii: "a") + UInt8(number), 0xFF]), state())
      }
    }
    func sets() -> [FileSet] {
      (0..<Int.random(in: 0...3, using: &random)).map { FileSet(pattern: "p\($0)", files: files()) }
    }
    return Record(
      run: text(),
      recipe: Recipe(
        steps: [
          Recipe.Step(script: text(), arguments: [text(), text()], interpreter: text()),
          Recipe.Step(script: nil, arguments: [text()]),
        ],
        variables: [
          Recipe.Variable(name: text(), digest: nil), Recipe.Variable(name: "B", digest: text()),
        ],
        inputs: [text()],
        outputs: [text(), text()]
      ),
      scripts: files(),
      inputs: sets(),
      outputs: sets(),
      upstream: ["load": text()],
      changedMeanwhile: [Path(bytes: [0xFE, 0x00])],
      duration: Bool.random(using: &random) ? Double.random(in: 0...1e9, using: &random) : nil
    )
  }

  private static let ends: [AttemptEnd] = [
    .exited(code: 2, script: 1), .signaled(signal: 9, script: 0),
    .timedOut(after: .milliseconds(1_500), script: 0), .outputsMissing(["a", "é"]),
    .systemFailed(SystemFault(28), path: "x"), .stopped,
    .notStarted(.missing("a.sh"), script: 0),
  ]

  /// Writes a history of stages; gives every history that each stage had, one after the other.
  private static func write(
    to files: VirtualFileSystem,
    seed: UInt64,
    steps: Int = 12
  ) throws -> [String: [StageHistory]] {
    var random = SeededGenerator(seed: seed)
    var store = try RecordStore(opening: RecordFile(reading: files), in: files)
    var all: [String: [StageHistory]] = [:]
    for step in 0..<steps {
      let stage = "s\(Int.random(in: 0..<4, using: &random))"
      switch Int.random(in: 0..<4, using: &random) {
      case 0: try store.begin(stage, run: "run-\(step)")
      case 1: try store.fail(stage, end: ends.randomElement(using: &random) ?? .stopped)
      default: try store.succeed(stage, record: makeRecord(&random))
      }
      if let history = store.memory.histories[stage] { all[stage, default: []].append(history) }
    }
    return all
  }

  @Test(arguments: 0..<50)
  func `what is written is read`(seed: UInt64) throws {
    let files = VirtualFileSystem()
    let written = try Self.write(to: files, seed: seed)
    let memory = try RecordFile(reading: files).memory
    #expect(memory.histories == written.compactMapValues(\.last))
    #expect(memory.damaged == 0)
    #expect(!memory.isBlank)
    // Opening and writing anew keep it, too.
    files.remove(Path("nothing"))
    #expect(
      try RecordStore(opening: RecordFile(reading: files), in: files).memory.histories
        == memory.histories
    )
    #expect(try RecordFile(reading: files).memory.histories == memory.histories)
  }

  @Test func `a root without anything is blank, and reading leaves it so`() throws {
    let files = VirtualFileSystem()
    #expect(try RecordFile(reading: files).memory.isBlank)
    #expect(files.writeCount == 0)
  }

  @Test func `records that cannot be read are an error, not a blank root`() {
    let files = VirtualFileSystem()
    files.write("x", to: Self.path)
    files.obstruct(Self.path, with: 5)
    #expect(throws: SystemFault(5)) { try RecordFile(reading: files).memory }
  }

  @Test func `a set that many stages read is kept once`() throws {
    let files = VirtualFileSystem()
    var store = try RecordStore(opening: RecordFile(reading: files), in: files)
    let all = (0..<100).map { ObservedFile(Path("raw/file-\(1000 + $0)"), .missing) }
    var sizes: [Int64] = []
    for number in 0..<3 {
      let record = Record(
        run: "r",
        recipe: Recipe(steps: [], variables: [], inputs: [], outputs: []),
        scripts: [],
        inputs: [FileSet(pattern: "raw/", files: all)],
        outputs: [],
        upstream: [:]
      )
      try store.succeed("s\(number)", record: record)
      sizes.append(files.state(of: Self.path).stamp?.size ?? 0)
    }
    #expect(sizes[0] > 1_000)
    #expect(sizes[2] - sizes[0] < 100)
    #expect(
      try RecordFile(reading: files).memory.histories["s2"]?.record?.inputs.first?.files == all
    )
  }

  @Test func `a file that has grown is written anew and stays readable`() throws {
    let files = VirtualFileSystem()
    var random = SeededGenerator(seed: 7)
    var largest: Int64 = 0
    for _ in 0..<12 {
      var store = try RecordStore(opening: RecordFile(reading: files), in: files)
      for _ in 0..<20 { try store.succeed("a", record: Self.makeRecord(&random)) }
      largest = max(largest, files.state(of: Self.path).stamp?.size ?? 0)
      #expect(try RecordFile(reading: files).memory.histories == store.memory.histories)
    }
    #expect(largest < 60_000)
  }

  /// What is read of a damaged file is something that once was written; the next opening mends it.
  private func check(
    _ bytes: [UInt8],
    _ written: [String: [StageHistory]],
    _ place: String
  ) throws {
    let files = VirtualFileSystem()
    files.write(bytes, to: Self.path)
    files.write("{}\n", to: Path(".pipeline/log.jsonl"))
    let memory = try RecordFile(reading: files).memory
    #expect(!memory.isBlank, "\(place)")
    for (stage, history) in memory.histories {
      #expect(written[stage]?.contains(history) == true, "\(place): \(stage)")
    }
    var store = try RecordStore(opening: RecordFile(reading: files), in: files)
    var random = SeededGenerator(seed: 99)
    let record = Self.makeRecord(&random)
    try store.succeed("after", record: record)
    let again = try RecordFile(reading: files).memory
    #expect(again.damaged == 0, "\(place)")
    #expect(again.histories["after"]?.record == record, "\(place)")
    #expect(again.histories.count == memory.histories.count + 1, "\(place)")
  }

  @Test func `a file cut at any byte costs runs and nothing else`() throws {
    let files = VirtualFileSystem()
    let written = try Self.write(to: files, seed: 3, steps: 3)
    let bytes = try #require(try files.contents(of: Self.path))
    for length in bytes.indices {
      try check(Array(bytes.prefix(length)), written, "cut at \(length)")
    }
  }

  @Test func `no flipped byte makes a record that was never written`() throws {
    let files = VirtualFileSystem()
    let written = try Self.write(to: files, seed: 4, steps: 3)
    let bytes = try #require(try files.contents(of: Self.path))
    var damaged = 0
    for position in bytes.indices {
      let mask = [0x01, 0x80, 0xFF][position % 3] as UInt8
      var copy = bytes
      copy[position] ^= mask
      try check(copy, written, "byte \(position) ^ \(mask)")
      let other = VirtualFileSystem()
      other.write(copy, to: Self.path)
      damaged += try RecordFile(reading: other).memory.damaged
    }
    #expect(damaged > bytes.count / 2)
  }

  @Test func `rubbish is never taken for records`() throws {
    var random = SeededGenerator(seed: 5)
    let header = Array("pipeline state 1\n".utf8)
    for round in 0..<300 {
      let rubbish = (0..<Int.random(in: 0...64, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      try check(round % 2 == 0 ? header + rubbish : rubbish, [:], "\(rubbish)")
    }
    try check(Array("pipeline state 2\n".utf8), [:], "another version")
    try check(header + [UInt8](repeating: 0xFF, count: 16), [:], "a huge length")
    try check(header + [UInt8](repeating: 0, count: 64), [:], "a block of zeros")
  }

  @Test func `a last line of the log that was cut is ended before the next`() throws {
    let files = VirtualFileSystem()
    let path = Path(".pipeline/log.jsonl")
    for (before, after) in [
      ("", "new\n"), ("whole\n", "whole\nnew\n"), ("whole\ncu", "whole\ncu\nnew\n"),
    ] {
      files.remove(path)
      if !before.isEmpty { files.write(before, to: path) }
      try RunLog(opening: files).append(Array("new\n".utf8))
      #expect(files.text(of: path) == after)
    }
  }
}
