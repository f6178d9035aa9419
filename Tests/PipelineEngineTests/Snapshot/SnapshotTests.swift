import PipelineDescription
import PipelinePlanning
import PipelineTestSupport
import Testing

@testable import PipelineEngine

/// The snapshot of the last run: when it is valid and when it is not.
struct SnapshotTests {
  /// A root that has run: `a` reads a file and a folder, `b` reads `a`, `c` names `a` as upstream.
  private func makeRoot() async throws -> TestRoot {
    var root = TestRoot(
      Pipeline("p") {
        Environment("TOKEN")
        Stage("a") {
          Script("a.sh", .input("raw/x"), .output("out/a"))
          Inputs("set/")
        }
        Stage("b") { Script("b.sh", .input("out/a"), .output("out/b")) }
        Stage("c") {
          Script("c.sh", .output("out/c"))
          Upstream("a")
        }
      }
    )
    root.environment["TOKEN"] = "one"
    for path in ["a.sh", "b.sh", "c.sh", "raw/x", "set/1", "set/2"] {
      root.files.write(path, to: Path(path))
    }
    root.files.tick(10_000_000_000)
    #expect(try await root.run().summary.isSuccess)
    return root
  }

  /// The stages that the snapshot proves unchanged without another scan.
  private func unchanged(
    _ root: TestRoot,
    _ prefetch: Prefetch? = nil,
    foundLock: String? = nil,
    started: String? = nil
  ) throws -> [String] {
    let workspace = try root.workspace()
    var known = try root.known()
    known.prefetch = prefetch
    if let foundLock { known.noteLock(found: Array(foundLock.utf8)) }
    var histories = try records(root).histories
    if let started {
      histories[started] = StageHistory(lastAttempt: .started(run: "r"), record: nil)
    }
    let found = known.stages(of: workspace)
      .unchanged(Set(workspace.graph.stages), histories)
    return workspace.graph.stages.filter(found.contains).map(workspace.graph.name(of:))
  }

  private func records(_ root: TestRoot) throws -> Records {
    try RecordFile(reading: root.files, index: try root.known().recordIndex).records
  }

  /// A prefetch of the present files with a free lock, begun `age` ago.
  private func look(_ root: TestRoot, age: Duration = .seconds(-3600)) throws -> Prefetch {
    root.files.write("free 1\n", to: Workspace.lockFile)
    let early = try #require(Prefetch(root.files, at: .now.advanced(by: .zero - age)))
    _ = early.changed
    return early
  }

  @Test func `a prefetch expires quickly`() async throws {
    let root = try await makeRoot()
    let early = try look(root, age: .seconds(1))
    root.files.write("other", to: Path("raw/x"))
    #expect(try unchanged(root, early) == ["b", "c"])
  }

  @Test func `a held lock disables the prefetch`() async throws {
    let root = try await makeRoot()
    #expect(Prefetch(root.files) == nil)
    root.files.write("pid 1", to: Workspace.lockFile)
    #expect(Prefetch(root.files) == nil)
  }

  @Test func `a prefetch is valid until a run takes the lock`() async throws {
    let root = try await makeRoot()
    let early = try look(root)
    root.files.write("other", to: Path("raw/x"))
    // The prefetch misses an edit made outside a run; the next run notices it.
    #expect(try unchanged(root, early) == ["a", "b", "c"])
    for text in ["", "pid 1", "free 2\n"] {
      root.files.write(text, to: Workspace.lockFile)
      #expect(try unchanged(root, early) == ["b", "c"])
      // A run compares the lock text that it found when it took the lock.
      #expect(try unchanged(root, early, foundLock: "free 1\n") == ["a", "b", "c"])
      #expect(try unchanged(root, early, foundLock: text) == ["b", "c"])
    }
  }

  @Test func `an unfinished attempt invalidates the prefetch`() async throws {
    let root = try await makeRoot()
    let early = try look(root)
    root.files.write("other", to: Path("raw/x"))
    #expect(try unchanged(root, early, started: "gone") == ["b", "c"])
  }

  @Test func `after a run the snapshot and the disk prove all stages unchanged`() async throws {
    let root = try await makeRoot()
    #expect(try unchanged(root) == ["a", "b", "c"])
    let records = try self.records(root)
    #expect(records.histories.base != nil && records.histories.news.isEmpty)
    // Reading records on demand gives the same result as reading all of them.
    #expect(records.histories == (try RecordFile(reading: root.files).records.histories))
  }

  @Test(arguments: [
    ("raw/x", ["b", "c"]), ("set/1", ["b", "c"]), ("set/3", ["b", "c"]), ("a.sh", ["b", "c"]),
    ("out/a", ["c"]), ("out/b", ["a", "c"]), ("elsewhere", ["a", "b", "c"]),
  ])
  func `the snapshot notices a changed or new file`(path: String, rest: [String]) async throws {
    let root = try await makeRoot()
    root.files.tick()
    root.files.write("changed", to: Path(path))
    #expect(try unchanged(root) == rest)
  }

  @Test func `a changed pipeline, variable or record file invalidates the snapshot`() async throws {
    var root = try await makeRoot()
    root.environment["TOKEN"] = "two"
    #expect(try unchanged(root) == [])
    root.environment["TOKEN"] = "one"
    root.environment["OTHER"] = "two"
    #expect(try unchanged(root) == ["a", "b", "c"])
    root.pipeline.stages[1].steps.append(.command(Command("true")))
    #expect(try unchanged(root) == [])
    root.pipeline.stages[1].steps.removeLast()
    #expect(try unchanged(root) == ["a", "b", "c"])
    root.files.erase(RecordStore.path)
    #expect(try unchanged(root) == [])
  }

  @Test func `a folder that becomes a link invalidates the snapshot`() async throws {
    let root = try await makeRoot()
    root.files.link(Path("raw2"), to: "set")
    #expect(try unchanged(root) == ["a", "b", "c"])
    root.files.erase(Path("raw"))
    root.files.link(Path("raw"), to: "set")
    #expect(try unchanged(root) == [])
  }

  @Test func `a newer record invalidates its stage and the stages that name it as upstream`()
    async throws
  {
    let root = try await makeRoot()
    let file = try RecordFile(reading: root.files, index: try root.known().recordIndex)
    var store = try RecordStore(opening: file, in: root.files)
    try store.begin("a", run: "later")
    #expect(try unchanged(root) == ["b"])
    let records = try self.records(root)
    #expect(Array(records.histories.news) == ["a"])
    #expect(records.histories == (try RecordFile(reading: root.files).records.histories))
    #expect(records.histories.unfinished.keys.sorted() == ["a"])
  }

  @Test func `a lost or changed byte invalidates the snapshot`() async throws {
    let root = try await makeRoot()
    let bytes = try #require(try root.files.contents(of: Snapshot.path))
    #expect(Snapshot(bytes: bytes)?.bytes == bytes)
    for index in bytes.indices {
      #expect(Snapshot(bytes: Array(bytes[..<index])) == nil)
      var other = bytes
      other[index] ^= 0x10
      #expect(Snapshot(bytes: other) == nil)
    }
    #expect(Snapshot(bytes: bytes + [0]) == nil)
  }

  @Test func `a run rewrites the snapshot only after changes`() async throws {
    var root = try await makeRoot()
    let before = try root.files.contents(of: Snapshot.path)
    #expect(try await root.run().starts == [])
    #expect(try root.files.contents(of: Snapshot.path) == before)
    root.files.tick()
    root.files.write("changed", to: Path("raw/x"))
    try await root.run()
    #expect(try root.files.contents(of: Snapshot.path) != before)
    #expect(try unchanged(root) == ["a", "b", "c"])
  }
}
