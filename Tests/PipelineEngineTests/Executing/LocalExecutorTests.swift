import Foundation
import PipelinePlanning
import PipelineSystem
import Testing

@testable import PipelineEngine

/// The local executor's search for orphans of an earlier run.
struct LocalExecutorTests {
  private let executor = LocalExecutor(grace: .milliseconds(100))

  @Test func `an unreadable log may be held by any process`() throws {
    let folder = NSTemporaryDirectory() + "/pipeline-runner-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    symlink("nowhere", "\(folder)/link.log")
    let unknown = Orphans(processes: [], isGone: false)
    #expect(executor.endOrphans(of: "\(folder)/link.log") == unknown)
    #expect(executor.endOrphans(of: "\(folder)/none.log") == nil)
    try Data("printed".utf8).write(to: URL(fileURLWithPath: "\(folder)/a.log"))
    #expect(executor.endOrphans(of: "\(folder)/a.log") == nil)
    #expect(executor.endOrphans(of: "\(folder)/a.log/none") == nil)
  }

  @Test func `the name of an output log contains its stage`() {
    let logs: [(String, String?)] = [
      ("fit.1.log", "fit"), ("fit.12.log", "fit"), ("a.b.3.log", "a.b"), ("é.1.log", "é"),
      ("fit.log", nil), (".1.log", nil), ("fit..log", nil), ("fit.x.log", nil), ("fit.1.txt", nil),
      ("", nil),
    ]
    for (name, stage) in logs {
      #expect(Workspace.stage(ofLog: Array(name.utf8)) == stage, "\(name)")
    }
  }

  #if os(Linux)
  /// Starts a silent process that carries the marks of a script.
  private func marked(run: String, root: String, trap: String = "") throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "\(trap) while :; do sleep 0.05; done"]
    process.environment = [
      "PATH": "/usr/bin:/bin", "PIPELINE_RUN": run, "PIPELINE_STAGE": "a", "PIPELINE_ROOT": root,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  @Test func `the executor finds orphans of this root only, by their mark`() throws {
    let run = UUID().uuidString
    let ours = try marked(run: run, root: "/r", trap: "trap '' TERM;")
    let others = [try marked(run: run, root: "/copy"), try marked(run: "other", root: "/r")]
    defer { for process in others { kill(process.processIdentifier, SIGKILL) } }
    let found = executor.endOrphans(of: run, logs: [], root: "/r")
    #expect(found.keys.sorted() == ["a"])
    #expect(found["a"]?.isGone == true)
    #expect(found["a"]?.processes.contains(ours.processIdentifier) == true)
    #expect(kill(ours.processIdentifier, 0) != 0 || !ours.isRunning || isZombie(ours))
    for process in others { #expect(process.isRunning) }
    #expect(executor.endOrphans(of: run, logs: [], root: "/r").isEmpty)
  }

  private func isZombie(_ process: Process) -> Bool {
    let path = "/proc/\(process.processIdentifier)/stat"
    return (try? String(contentsOfFile: path, encoding: .utf8))?.contains(") Z ") ?? true
  }
  #endif
}
