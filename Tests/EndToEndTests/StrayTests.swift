#if os(Linux)
import Foundation
import Testing

/// Processes that leave their process group or redirect their output.
///
/// The runner finds them.
@Suite struct StrayTests {
  let project: Project

  init() throws {
    project = try Project()
  }

  private static let daemon =
    "setsid sh -c ': >ready; exec sleep 1000' >/dev/null 2>&1 </dev/null & "
    + "until [ -e ready ]; do sleep 0.01; done"

  @Test func `the runner ends and reports a process outside the group, and the stage succeeds`()
    throws
  {
    try project.stage("fit", Self.daemon, out: ["ready"])
    let outcome = try project.run()
    outcome.expectRecorded()
    let warnings = try project.log("warning").compactMap { $0["warning"] as? [String: Any] }
    #expect(warnings.map { $0["kind"] as? String } == ["left_behind"])
    #expect(warnings.first?["ended"] as? Bool == true)
    try project.run().expectRecorded()
  }

  @Test func `many short parallel stages cause no false report of leftover processes`() throws {
    for number in 0..<300 { try project.stage("s\(number)", ": >o\(number)", out: ["o\(number)"]) }
    try project.run("-j", "4").expect(status: 0)
    #expect(try project.log("warning").isEmpty)
  }

  @Test func `the runner also ends such a process between two scripts of a stage`() throws {
    let check = "kill -0 $(cat pid) 2>/dev/null && exit 5; exit 0"
    let start =
      "setsid sh -c 'echo $$ >new; mv new pid; exec sleep 1000' >/dev/null 2>&1 & "
      + "until [ -e pid ]; do sleep 0.01; done"
    try project.manifest(
      json: """
        {"name": "p", "stages": [{"name": "two",
         "scripts": [{"command": \(quoted(start))}, {"command": \(quoted(check))}]}]}
        """
    )
    try project.run().expect(status: 0)
  }

  private func quoted(_ text: String) throws -> String {
    String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
  }

  @Test func `parallel stages keep their own processes until they end, and none remains`() throws {
    for number in 0..<6 {
      let ready = "ready\(number)"
      let other = "ready\((number + 1) % 6)"
      // Each stage's daemon makes a file that another stage waits for. It must not end too early.
      let command =
        "setsid sh -c 'sleep 0.\(number); : >\(ready); exec sleep 1000' >/dev/null 2>&1 & "
        + "until [ -e \(ready) ] && [ -e \(other) ]; do sleep 0.01; done; : >out\(number)"
      try project.stage("s\(number)", command, out: ["out\(number)"])
    }
    let outcome = try project.run("-j", "6")
    outcome.expect(status: 0)
    #expect(try project.log("warning").count == 6)
  }

  @Test func `Ctrl-C also ends processes that have left the group`() throws {
    try project.stage("a", Self.daemon + "; sleep 1000")
    let running = try project.start()
    try running.wait(forFile: "ready")
    running.signal(SIGINT)
    let outcome = try running.finish()
    running.checkInvariants(outcome, #_sourceLocation)
    outcome.expect(status: -SIGINT)
  }

  @Test func `the next run finds a script that redirected its output and outlived its runner`()
    throws
  {
    project.toleratesCutLines = true
    let command =
      "exec >/dev/null 2>&1; if mkdir first; then echo $$ >new; mv new started; sleep 1000; fi; : >out"
    try project.stage("quiet", command, out: ["out"])
    let running = try project.start()
    try running.wait(forFile: "started")
    running.signal(SIGKILL)
    _ = try running.finish()
    #expect(!LivingProcesses(marker: project.marker).all.isEmpty)
    let outcome = try project.run("-q")
    outcome.expectRecorded()
  }

  @Test func `the next run ends an unmarked descendant of a killed run's script`() throws {
    project.toleratesCutLines = true
    // The writer ignores TERM, has no open files and no variables, and writes until it is killed.
    let writer =
      "env -i sh -c 'trap \"\" TERM; echo $$ >new; mv new pid; while :; do echo late >>out; "
      + "sleep 0.01; done' >/dev/null 2>&1 &"
    let command = "\(writer) sleep 1000"
    try project.stage("a", command, out: ["out"])
    let running = try project.start()
    try running.wait(forFile: "pid")
    running.signal(SIGKILL)
    _ = try running.finish()
    project.forgetStages()
    try project.stage("a", "echo done >out", out: ["out"])
    try project.run().expectRecorded()
    // The dead process may still be a zombie.
    let stat = try? project.read("/proc/\(project.read("pid").dropLast())/stat")
    #expect(stat?.contains(") Z ") != false)
    #expect(try project.read("out") == "done\n")
  }

  @Test func `the runner leaves older processes alone`() throws {
    // So many processes make the runner look at all processes of the system.
    let many = "i=0; while [ $i -lt 200 ]; do /bin/true; i=$((i+1)); done"
    try project.stage("a", many)
    let command = Command(
      ["/bin/sh", "-c", "sleep 1000 & echo $! >pid; exec \"$1\" run", "sh", Tool.path],
      environment: Tool.environment(home: project.home, marker: project.marker),
      folder: project.root
    )
    #expect(try command.run() == 0)
    let pid = try #require(Int32(project.read("pid").dropLast()))
    #expect(kill(pid, 0) == 0)
    kill(pid, SIGKILL)
    #expect(try project.log("warning").isEmpty)
  }

  @Test func `the log has memory and processor time`() throws {
    let command = "python3 -c 'import time; x = bytearray(50 << 20); time.sleep(0.3)'"
    try project.stage("a", command)
    try project.run().expect(status: 0)
    let attempts = try project.log("attempt_finished").compactMap {
      $0["attempt"] as? [String: Any]
    }
    let attempt = try #require(attempts.first)
    let memory = try #require(attempt["peak_memory_bytes"] as? Int)
    #expect(memory > 50 << 20 && memory < 200 << 20)
    #expect(try #require(attempt["cpu_seconds"] as? Double) >= 0)
  }
}
#endif
