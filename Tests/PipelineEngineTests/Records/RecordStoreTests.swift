import PipelineEngine
import PipelineReporting
import PipelineSystem
import PipelineTestSupport
import Testing

@testable import PipelinePlanning

/// Records that are kept between runs.
struct RecordStoreTests {
  private static let path = RecordSamples.path

  @Test(arguments: 0..<50)
  func `the store reads back every record that it wrote`(seed: UInt64) throws {
    let files = VirtualFileSystem()
    let written = try RecordSamples.write(to: files, seed: seed)
    let records = try RecordFile(reading: files).records
    #expect(records.histories.all == written.compactMapValues(\.last))
    #expect(records.damaged == 0)
    #expect(!records.isBlank)
    // Opening and compacting also keep the records.
    files.erase(Path("nothing"))
    #expect(
      try RecordStore(opening: RecordFile(reading: files), in: files).records.histories
        == records.histories
    )
    #expect(try RecordFile(reading: files).records.histories == records.histories)
  }

  @Test func `the kinds of start failures keep their order on disk`() {
    // Their tags in the records are their positions, from 1: a new kind comes last.
    #expect(
      LaunchFault.Kind.allCases.map(\.rawValue) == [
        "missing", "not_executable", "is_folder", "is_not_file", "working_folder_missing",
        "interpreter_missing", "windows_line_ends", "no_interpreter", "arguments_too_long",
        "argument_too_long", "variable_too_long", "zero_byte", "system",
      ]
    )
  }

  @Test func `an empty root is blank, and reading does not change it`() throws {
    let files = VirtualFileSystem()
    #expect(try RecordFile(reading: files).records.isBlank)
    #expect(files.writeCount == 0)
  }

  @Test func `unreadable records are an error, not a blank root`() {
    let files = VirtualFileSystem()
    files.write("x", to: Self.path)
    files.obstruct(Self.path, with: 5)
    #expect(throws: SystemFault(5)) { try RecordFile(reading: files).records }
  }

  @Test func `the store keeps a file set once for many stages`() throws {
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
      try RecordFile(reading: files).records.histories["s2"]?.record?.inputs.first?.files == all
    )
  }

  @Test func `the store compacts a large file, which stays readable`() throws {
    let files = VirtualFileSystem()
    var random = SeededGenerator(seed: 7)
    var largest: Int64 = 0
    for _ in 0..<12 {
      var store = try RecordStore(opening: RecordFile(reading: files), in: files)
      for _ in 0..<20 { try store.succeed("a", record: RecordSamples.makeRecord(&random)) }
      largest = max(largest, files.state(of: Self.path).stamp?.size ?? 0)
      #expect(try RecordFile(reading: files).records.histories == store.records.histories)
    }
    #expect(largest < 60_000)
  }

  /// A record that differs from others only in its run and its inputs.
  private static func makeRecord(_ run: String = "r", inputs: [FileSet] = []) -> Record {
    Record(
      run: run,
      recipe: Recipe(steps: [], variables: [], inputs: [], outputs: []),
      scripts: [],
      inputs: inputs,
      outputs: [],
      upstream: [:]
    )
  }

  @Test func `the store reads every kind of attempt end as written`() throws {
    for (end, tag) in RecordSamples.taggedEnds {
      let files = VirtualFileSystem()
      var store = try RecordStore(opening: RecordFile(reading: files), in: files)
      let before = try #require(try files.contents(of: Self.path)).count
      try store.fail("a", end: end)
      let history = StageHistory(lastAttempt: .failed(end), record: nil)
      #expect(try RecordFile(reading: files).records.histories == ["a": history], "\(end)")
      // Tags on disk keep their meaning even if the names in the program change.
      let payload = try #require(try files.contents(of: Self.path)).dropFirst(before + 12)
      #expect(payload.prefix(4).elementsEqual([2, 1, UInt8(ascii: "a"), tag]), "\(end)")
    }
  }

  @Test func `sets that are equal only on disk do not shift later sets`() throws {
    let files = VirtualFileSystem()
    func set(_ name: String, _ state: FileState) -> FileSet {
      FileSet(pattern: name, files: [ObservedFile(Path(name), state)])
    }
    let sets = [set("x", .missing), set("x", .unreadable(SystemFault(13)))]
    var store = try RecordStore(opening: RecordFile(reading: files), in: files)
    try store.succeed("a", record: Self.makeRecord(inputs: sets))
    for number in 0..<3 {
      // Each round continues with the set numbers that it read.
      store = try RecordStore(opening: RecordFile(reading: files), in: files)
      let inputs = [set("new-\(number)", .missing), set("x", .missing), set("y", .missing)]
      try store.succeed("s\(number)", record: Self.makeRecord(inputs: inputs))
      let records = try RecordFile(reading: files).records
      #expect(records.damaged == 0)
      #expect(records.histories["s\(number)"]?.record?.inputs == inputs)
      #expect(records.histories["a"]?.record?.inputs == [sets[0], sets[0]])
    }
  }

  @Test func `the store appends nothing after an incomplete frame`() throws {
    for part in [1, 11, 12, 40, 5_000] {
      let files = VirtualFileSystem()
      var store = try RecordStore(opening: RecordFile(reading: files), in: files)
      try store.succeed("b", record: Self.makeRecord("old"))
      try store.begin("a", run: "r")
      let large = (0..<1_000).map { ObservedFile(Path("raw/file-\($0)"), .missing) }
      let record = Self.makeRecord(inputs: [FileSet(pattern: "raw/", files: large)])
      // A full disk accepts only the first part.
      let whole = VirtualFileSystem()
      var other = try RecordStore(opening: RecordFile(reading: files), in: whole)
      let before = try #require(try whole.contents(of: Self.path)).count
      try other.succeed("a", record: record)
      let cut = try #require(try whole.contents(of: Self.path)).dropFirst(before).prefix(part)
      files.failWrites(at: 1, times: 1)
      #expect(throws: SystemFault.self) { try store.succeed("a", record: record) }
      files.write(try #require(try files.contents(of: Self.path)) + cut, to: Self.path)
      // The reader skips an incomplete tail and loses its entries.
      let torn = try RecordFile(reading: files).records
      #expect(torn.damaged == 0 && torn.histories == store.records.histories, "\(part)")
      try store.begin("b", run: "r")
      try store.succeed("c", record: record)
      let records = try RecordFile(reading: files).records
      #expect(records.damaged == 0, "\(part)")
      #expect(records.histories == store.records.histories, "\(part)")
      #expect(records.histories["b"]?.lastAttempt == .started(run: "r"), "\(part)")
    }
  }

  @Test func `the log ends a cut last line before it appends the next one`() throws {
    let files = VirtualFileSystem()
    let path = Path(".pipeline/log.jsonl")
    let line = LogLine(run: "R", event: .other(kind: "new", text: ""))
    let new = String(decoding: try #require(line.bytes), as: UTF8.self)
    for (before, after) in [("", ""), ("whole\n", "whole\n"), ("whole\ncu", "whole\ncu\n")] {
      files.erase(path)
      if !before.isEmpty { files.write(before, to: path) }
      var log = try RunLog(opening: files)
      try log.append(line)
      #expect(files.text(of: path) == after + new)
    }
  }
}
