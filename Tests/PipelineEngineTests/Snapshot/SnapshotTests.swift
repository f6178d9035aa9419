import PipelineDescription
import PipelinePlanning
import PipelineTestSupport
import Testing

@testable import PipelineEngine

/// What the last run knew: when it is believed, and when it is not.
struct SnapshotTests {
  /// A root that has run: `a` reads a file and a folder, `b` the output of `a`, `c` waits for `a` by name.
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

  /// The stages of which it is certain without a further look.
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

  /// A look at the files as they are now, while nobody has the lock; it was begun so long ago.
  private func look(_ root: TestRoot, age: Duration = .seconds(-3600)) throws -> Prefetch {
    root.files.write("free 1\n", to: Workspace.lockFile)
    let early = try #require(Prefetch(root.files, at: .now.advanced(by: .zero - age)))
    _ = early.changed
    return early
  }

  @Test func `a prefetch counts for a moment only`() async throws {
    let root = try await makeRoot()
    let early = try look(root, age: .seconds(1))
    root.files.write("other", to: Path("raw/x"))
    #expect(try unchanged(root, early) == ["b", "c"])
  }

  @Test func `while somebody has the lock nothing is prefetched`() async throws {
    let root = try await makeRoot()
    #expect(Prefetch(root.files) == nil)
    root.files.write("pid 1", to: Workspace.lockFile)
    #expect(Prefetch(root.files) == nil)
  }

  @Test func `a prefetch counts as long as nobody has had the lock since`() async throws {
    let root = try await makeRoot()
    let early = try look(root)
    root.files.write("other", to: Path("raw/x"))
    // What is changed by nobody who takes part in a run counts for the next one.
    #expect(try unchanged(root, early) == ["a", "b", "c"])
    for text in ["", "pid 1", "free 2\n"] {
      root.files.write(text, to: Workspace.lockFile)
      #expect(try unchanged(root, early) == ["b", "c"])
      // A run goes by what it found when it took the lock.
      #expect(try unchanged(root, early, foundLock: "free 1\n") == ["a", "b", "c"])
      #expect(try unchanged(root, early, foundLock: text) == ["b", "c"])
    }
  }

  @Test func `where an attempt came to no end, no prefetch counts`() async throws {
    let root = try await makeRoot()
    let early = try look(root)
    root.files.write("other", to: Path("raw/x"))
    #expect(try unchanged(root, early, started: "gone") == ["b", "c"])
  }

  @Test func `after a run all is known, with nothing read but the snapshot and the disk`()
    async throws
  {
    let root = try await makeRoot()
    #expect(try unchanged(root) == ["a", "b", "c"])
    let records = try self.records(root)
    #expect(records.histories.base != nil && records.histories.news.isEmpty)
    // What is read on demand is what a reading of all finds.
    #expect(records.histories == (try RecordFile(reading: root.files).records.histories))
  }

  @Test(arguments: [
    ("raw/x", ["b", "c"]), ("set/1", ["b", "c"]), ("set/3", ["b", "c"]), ("a.sh", ["b", "c"]),
    ("out/a", ["c"]), ("out/b", ["a", "c"]), ("elsewhere", ["a", "b", "c"]),
  ])
  func `a file that changes or comes is noticed`(path: String, rest: [String]) async throws {
    let root = try await makeRoot()
    root.files.tick()
    root.files.write("changed", to: Path(path))
    #expect(try unchanged(root) == rest)
  }

  @Test func `nothing is believed of other texts, folders, variables and records`() async throws {
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

  @Test func `a folder that becomes a link may connect stages otherwise`() async throws {
    let root = try await makeRoot()
    root.files.link(Path("raw2"), to: "set")
    #expect(try unchanged(root) == ["a", "b", "c"])
    root.files.erase(Path("raw"))
    root.files.link(Path("raw"), to: "set")
    #expect(try unchanged(root) == [])
  }

  @Test func `of a stage with news nothing is said, nor of one that waits for it by name`()
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

  @Test func `each byte that is lost or changed ends the belief`() async throws {
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

  @Test func `it is written anew only where much has changed`() async throws {
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
