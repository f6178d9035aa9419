import Foundation
import Testing

/// A Swift manifest as a process: its time limit, its end with the tool, and its crash.
@Suite(.enabled(if: Tool.hasCompiler, "there is no Swift compiler on PATH"))
struct ManifestProcessTests {
  let project: Project

  init() throws {
    project = try Project()
  }

  /// Writes a manifest that starts another process, writes both ids into `pids`, and never ends.
  private func hang() throws {
    try project.file(
      "Pipeline.swift",
      """
      import Foundation
      import PipelineDescription
      func hang() -> Pipeline {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/bin/sleep")
        child.arguments = ["1000"]
        try! child.run()
        let pids = "\\(ProcessInfo.processInfo.processIdentifier) \\(child.processIdentifier)"
        try! pids.write(toFile: "pids", atomically: true, encoding: .utf8)
        while true { sleep(1) }
      }
      let pipeline = hang()
      """
    )
  }

  @Test func `the time limit ends a manifest that never ends, and its children`() throws {
    try hang()
    try project.run("-n", "--manifest-timeout", "2s").expectRecorded(status: 2)
    #expect(project.exists("pids"))
  }

  @Test(arguments: [[], ["-n"]], [SIGINT, SIGTERM, SIGHUP, SIGKILL])
  func `a manifest ends with the tool, whatever ends the tool`(
    arguments: [String],
    signal: Int32
  ) throws {
    try hang()
    let running = try project.start(arguments)
    try running.wait(forFile: "pids")
    running.signal(signal)
    let outcome = try running.finish()
    outcome.expect(status: -signal)
    #expect(!outcome.stderr.contains("error"))
    let pids = try project.read("pids").split(separator: " ").compactMap { pid_t($0) }
    try running.wait("the end of the manifest") {
      pids.allSatisfy { pid in
        !LivingProcesses(marker: project.marker).all.contains { $0.pid == pid }
      }
    }
    #expect(!project.exists(".pipeline"))
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `the end of the tool ends the compiler and removes its work folder`(signal: Int32) throws {
    let cache = "\(project.home)/cache"
    try project.manifest(swift: "  Stage(\"a\") { Command(\"true\") }")
    let running = try project.start(["-n"], env: ["XDG_CACHE_HOME": cache])
    let work = "\(cache)/pipeline/work"
    func names() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: work)) ?? [] }
    try running.wait("the compiler") {
      LivingProcesses(marker: project.marker).all.contains { $0.command.contains("swift-frontend") }
    }
    #expect(names().count == 1)
    running.signal(signal)
    let outcome = try running.finish()
    outcome.expect(status: -signal)
    #expect(!outcome.stderr.contains("error"))
    #expect(names().isEmpty)
    #expect(LivingProcesses(marker: project.marker).all.isEmpty)
  }

  @Test func `a crash shows the runtime's message and no backtrace`() throws {
    try project.file(
      "Pipeline.swift",
      """
      import PipelineDescription
      func crash() -> Pipeline { fatalError("on purpose") }
      let pipeline = crash()
      """
    )
    try project.run("-n").expectRecorded(status: 2)
  }
}
