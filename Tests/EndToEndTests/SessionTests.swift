import Foundation
import PipelineEngine
import PipelineLoading
import PipelinePlanning
import PipelineTestSupport
import Testing

#if os(Linux)
import Glibc

/// The resources that sessions leave behind in their process.
struct SessionTests {
  /// The open descriptors, the threads and the memory of this process.
  struct Usage {
    var descriptors: Int
    var threads: Int
    /// In bytes.
    var memory: Int

    init() {
      let files = FileManager.default
      descriptors = (try? files.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0
      threads = (try? files.contentsOfDirectory(atPath: "/proc/self/task"))?.count ?? 0
      let statm = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
      let pages = statm.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      memory = pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Whether this usage is at most the other one, with a margin for the allocator.
    func isAtMost(_ other: Usage) -> Bool {
      descriptors <= other.descriptors && threads <= other.threads
        && memory <= other.memory + 1 << 21
    }
  }

  /// A root with two stages, in which sessions run.
  struct Root {
    let folder = NSTemporaryDirectory() + "/pipeline-sessions-\(UUID().uuidString)"

    init() throws {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try write(
        "pipeline.json",
        """
        {"name": "p", "stages": [
          {"name": "a", "scripts": [{"command": "cp in.txt a.txt"}], "inputs": ["in.txt"],
           "outputs": ["a.txt"]},
          {"name": "b", "scripts": [{"command": "cat in.txt a.txt > b.txt"}],
           "inputs": ["in.txt", "a.txt"], "outputs": ["b.txt"]}
        ]}
        """
      )
    }

    func write(_ name: String, _ text: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }

    /// Runs one session and returns the number of stages that it ran.
    func run() throws -> Int {
      var caller = RootSession.Caller()
      caller.environment = ["PATH": "/usr/bin:/bin"]
      let source = ManifestOnDisk(
        directory: folder,
        manifest: nil,
        settings: [],
        isOptimizing: false,
        environment: caller.environment
      )
      let session = RootSession(source: source, caller: caller)
      let reporter = RecordingReporter(wantsOutput: true)
      let answer = try #require(try session.run(RunOrder(), RunControl(), reporter))
      try #require(answer.summary.isSuccess)
      return answer.summary.succeeded
    }

    /// Runs two sessions.
    ///
    /// The first one runs both stages, the second one has nothing to do.
    func runTwice(_ number: Int) throws {
      try write("in.txt", "\(number)")
      #expect(try run() == 2)
      #expect(try run() == 0)
    }
  }

  @Test func `a hundred sessions in one process leave nothing behind`() async {
    await #expect(processExitsWith: .success) {
      let root = try Root()
      defer { try? FileManager.default.removeItem(atPath: root.folder) }
      let (before, after) = try await onOwnThread {
        for number in 0..<10 { try root.runTwice(number) }
        let before = Usage()
        for number in 10..<50 { try root.runTwice(number) }
        var after = Usage()
        // Threads need a moment to end.
        for _ in 0..<10_000 where !after.isAtMost(before) {
          usleep(1000)
          after = Usage()
        }
        return (before, after)
      }
      #expect(after.isAtMost(before), "\(before) \(after)")
    }
  }
}
#endif
