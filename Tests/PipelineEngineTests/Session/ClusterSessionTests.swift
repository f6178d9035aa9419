import PipelineDescription
import PipelinePlanning
import PipelineSystem
import PipelineTestSupport
import Testing

@testable import PipelineEngine

/// Sessions whose manifest or selection differs from the one that submitted a job.
struct ClusterSessionTests {
  private final class Lock: HeldLock {
    let found: [UInt8] = []
  }

  /// A root on the virtual disk whose attempts are jobs.
  private final class Root: Sendable {
    let files = VirtualFileSystem()
    let manifest: DeclaredManifest
    let cluster: FakeCluster

    init(_ pipeline: Pipeline) {
      let (files, manifest) = (files, DeclaredManifest(pipeline))
      self.manifest = manifest
      // A job runs the stage as submitted, even if the manifest has changed since.
      cluster = FakeCluster(files: files) { attempt in
        let isFirst = pipeline.stages.contains { $0.name == attempt.stage }
        PureScript(files: files, pipeline: isFirst ? pipeline : manifest.pipeline)
          .perform(attempt.stage)
      }
      files.write("raw", to: Path("raw"))
      files.tick(10_000_000_000)
    }

    func run(_ stages: String...) async throws -> Event.RunSummary {
      var world = SessionWorld()
      let (files, cluster) = (files, cluster)
      world.files = { _ in files }
      world.clock = TestClock(files: files)
      world.executor = { _ in cluster }
      world.adoptOrphans = {}
      world.commit = { _ in nil }
      world.hasProgram = { _, _, _ in true }
      world.startFault = { _, _, _ in nil }
      world.lock = { (_, _, _) throws(LockFault) in Lock() }
      let session = RootSession(source: manifest, caller: RootSession.Caller(), world: world)
      var order = RunOrder()
      order.selection = Selection(stages: stages)
      let inbox = RunInbox(simulator: RunInbox.Simulator { cluster.advance() })
      return try await onOwnThread { [order] in
        let control = RunControl(inbox: inbox)
        let answer = try session.run(order, control, RecordingReporter())
        return try #require(answer).summary
      }
    }

    /// Kills the runner as soon as the job of the stage is in the queue.
    func dieWithJob(of stage: String) async throws {
      for death in 1..<100 where cluster.aliveCount == 0 {
        cluster.killRunner(atWrite: death)
        _ = try? await run(stage)
        cluster.reviveRunner()
      }
      try #require(cluster.jobs.map(\.attempt.stage) == [stage])
    }
  }

  private static func makesA(_ name: String) -> Stage {
    Stage(name) { Command("a \(input: "raw") > \(output: "a")") }
  }

  private static let makesB = Stage("b") { Command("b \(input: "raw") > \(output: "b")") }

  private func makeRoot() -> Root {
    Root(
      Pipeline("p") {
        Self.makesA("a")
        Self.makesB
      }
    )
  }

  @Test func `a job continues in the next run, whatever the selection`() async throws {
    let root = makeRoot()
    try await root.dieWithJob(of: "a")
    let summary = try await root.run("b")
    #expect(summary.isSuccess)
    #expect(summary.succeeded == 2)
    #expect(root.cluster.jobs.map(\.attempt.stage) == ["a", "b"])
  }

  @Test func `the job of a renamed stage ends before the new name is submitted`() async throws {
    let root = makeRoot()
    try await root.dieWithJob(of: "a")
    root.manifest.pipeline = Pipeline("p") {
      Self.makesB
      Self.makesA("renamed")
    }
    #expect(try await root.run().succeeded == 2)
    #expect(root.cluster.jobs[0].state == .ended(.stopped))
    #expect(root.files.text(of: Path("a"))?.isEmpty == false)
  }

  @Test func `the runner finds a job again when its stage is declared again`() async throws {
    let root = makeRoot()
    try await root.dieWithJob(of: "a")
    let whole = root.manifest.pipeline
    root.manifest.pipeline = Pipeline("p") { Self.makesB }
    #expect(try await root.run().succeeded == 1)
    root.manifest.pipeline = whole
    let summary = try await root.run()
    #expect(summary.isSuccess)
    #expect(summary.succeeded == 1)
    #expect(root.cluster.jobs.map(\.attempt.stage) == ["a", "b"])
  }

  @Test func `the runner stops a job whose stage has a new index`() async throws {
    let root = makeRoot()
    try await root.dieWithJob(of: "a")
    root.manifest.pipeline = Pipeline("p") {
      Self.makesB
      Self.makesA("a")
    }
    root.files.tick()
    root.files.write("edited", to: Path("raw"))
    #expect(try await root.run().succeeded == 2)
    #expect(root.cluster.jobs[0].state == .ended(.stopped))
    #expect(root.cluster.overlaps == 0)
  }
}
