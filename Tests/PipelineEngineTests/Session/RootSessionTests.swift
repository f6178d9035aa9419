import PipelineDescription
import PipelinePlanning
import PipelineSystem
import PipelineTestSupport
import Synchronization
import Testing

@testable import PipelineEngine

/// Sessions on the virtual disk: reads, locks, runs and removals, and their order.
struct RootSessionTests {
  /// A lock that another run may hold first.
  private final class VirtualLock: HeldLock {
    let found: [UInt8] = []
    private let released: @Sendable () -> Void

    init(released: @escaping @Sendable () -> Void) { self.released = released }

    deinit { released() }
  }

  /// A root on the virtual disk.
  private final class Root: Sendable {
    let files = VirtualFileSystem()
    let manifest: DeclaredManifest
    let executor: FakeExecutor
    let notices = Mutex<[SessionNotice]>([])
    /// The number of held locks.
    let locks = Mutex(0)
    /// The work of another run that holds the lock first.
    let other = Mutex<(@Sendable () -> Void)?>(nil)

    init(_ pipeline: Pipeline) {
      let (files, manifest) = (files, DeclaredManifest(pipeline))
      self.manifest = manifest
      executor = FakeExecutor { attempt in
        PureScript(files: files, pipeline: manifest.pipeline).perform(attempt.stage)
        return .succeeded
      }
    }

    var session: RootSession {
      var world = SessionWorld()
      let (files, executor) = (files, executor)
      world.files = { _ in files }
      world.clock = TestClock(files: files)
      world.executor = { _ in executor }
      world.adoptOrphans = {}
      world.commit = { _ in nil }
      world.hasProgram = { _, _, _ in true }
      world.startFault = { _, _, _ in nil }
      world.lock = { [self] (_, _, wait) throws(LockFault) in
        if let work = other.withLock({ $0 }) {
          guard let wait else { throw .heldBy(nil) }
          wait(nil)
          work()
        }
        locks.withLock { $0 += 1 }
        return VirtualLock { [self] in locks.withLock { $0 -= 1 } }
      }
      return RootSession(source: manifest, caller: RootSession.Caller(), world: world) {
        [self] notice in
        notices.withLock { $0.append(notice) }
      }
    }

    func run(_ order: RunOrder = RunOrder()) async throws -> RunAnswer? {
      try await onOwnThread { [self] in
        try session.run(order, RunControl(), RecordingReporter())
      }
    }
  }

  private func makeRoot() -> Root {
    let root = Root(
      Pipeline("p") {
        Stage("a") { Command("a \(input: "raw") > \(output: "out/a")") }
        Stage("b") { Command("b \(input: "out/a") > \(output: "out/b")") }
      }
    )
    root.files.write("raw", to: Path("raw"))
    root.files.tick(10_000_000_000)
    return root
  }

  @Test func `a first session runs all stages and a second one runs none`() async throws {
    let root = makeRoot()
    #expect(try root.session.select(RunOrder()).isUpToDate() == false)
    #expect(try await root.run()?.summary.succeeded == 2)
    #expect(try root.session.select(RunOrder()).isUpToDate())
    #expect(try await root.run()?.summary.upToDate == 2)
    #expect(root.executor.starts == ["a", "b"])
    #expect(root.locks.withLock { $0 } == 0)
    #expect(root.notices.withLock { $0 } == [])
  }

  @Test func `selecting failed stages takes no lock if none failed`() async throws {
    let root = makeRoot()
    var order = RunOrder()
    order.selection.isFailed = true
    #expect(try await root.run(order) == nil)
    #expect(root.files.state(of: Workspace.stateFolder) == .missing)
  }

  @Test func `a session fails or waits on a held lock, then reads the manifest again`() async throws
  {
    let root = makeRoot()
    root.other.withLock { [manifest = root.manifest] other in
      other = { manifest.pipeline.stages.removeLast() }
    }
    await #expect(throws: SessionFault.lock(.heldBy(nil))) { try await root.run() }
    var order = RunOrder()
    order.waits = true
    #expect(try await root.run(order)?.summary.succeeded == 1)
    #expect(root.notices.withLock { $0 } == [.waiting(nil)])
  }

  @Test func `clean holds no lock while it asks for confirmation`() async throws {
    let root = makeRoot()
    _ = try await root.run()
    let answer = try root.session.clean(CleanOrder(), asks: true) { cleaning in
      #expect(cleaning.items.count == 2)
      #expect(root.locks.withLock { $0 } == 0)
      return true
    }
    guard case .removed(let outcome) = answer else {
      Issue.record("nothing was removed")
      return
    }
    #expect(outcome.files == 2)
    #expect(root.files.state(of: Path("out/a")) == .missing)
  }

  @Test func `clean removes files even if it cannot write the log`() async throws {
    let root = makeRoot()
    _ = try await root.run()
    root.files.erase(Path(".pipeline/log.jsonl"))
    root.files.folder(Path(".pipeline/log.jsonl"))
    guard case .removed = try root.session.clean(CleanOrder(), asks: false, agrees: { _ in true })
    else {
      Issue.record("nothing was removed")
      return
    }
    #expect(root.files.state(of: Path("out/a")) == .missing)
    #expect(
      root.notices.withLock { $0 }.contains {
        if case .warning(.logNotWritten) = $0 { true } else { false }
      }
    )
  }

  @Test func `a change during the confirmation stops the removal`() async throws {
    let root = makeRoot()
    _ = try await root.run()
    #expect(throws: SessionFault.changedSinceListed) {
      try root.session.clean(CleanOrder(), asks: true) { _ in
        root.files.tick()
        root.files.write("other", to: Path("out/a"))
        return true
      }
    }
    #expect(root.files.state(of: Path("out/b")) != .missing)
  }

  @Test func `accept marks a stage as up to date and logs the reason`() async throws {
    let root = makeRoot()
    _ = try await root.run()
    root.files.tick()
    root.files.write("raw, with another comment", to: Path("raw"))
    let answer = try root.session.accept(Selection(stages: ["a"]), reason: "a comment")
    #expect(answer.stages.map(\.stage) == [0])
    #expect(answer.stale == [])
    #expect(try root.session.select(RunOrder()).isUpToDate())
    let log = try root.files.contents(of: Path(".pipeline/log.jsonl")) ?? []
    #expect(String(decoding: log, as: UTF8.self).contains("\"reason\":\"a comment\""))
  }
}
