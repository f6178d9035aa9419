import Foundation
import PipelineEngine
import PipelinePlanning
import PipelineSystem
import Testing

/// What the runner of this machine finds of an earlier run.
struct LocalRunnerTests {
  private let runner = LocalRunner(live: LiveProcesses(), grace: .milliseconds(100))

  @Test func `a log that cannot be asked may be held by anything`() throws {
    let folder = NSTemporaryDirectory() + "/pipeline-runner-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    symlink("nowhere", "\(folder)/link.log")
    let unknown = Leftovers(processes: [], isGone: false)
    #expect(runner.endLeftovers(of: "\(folder)/link.log") == unknown)
    #expect(runner.endLeftovers(of: "\(folder)/none.log") == nil)
    try Data("printed".utf8).write(to: URL(fileURLWithPath: "\(folder)/a.log"))
    #expect(runner.endLeftovers(of: "\(folder)/a.log") == nil)
    #expect(runner.endLeftovers(of: "\(folder)/a.log/none") == nil)
  }
}
