import Foundation
import Testing

/// Starts in odd surroundings: ignored signals, a deleted folder, no `/proc`, no home.
@Suite struct OddPlaceTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  /// Starts the tool from shell text, in which `$0` is the tool.
  private func start(
    _ text: String,
    _ arguments: String...,
    env: [String: String?] = [:]
  ) throws -> RunningTool {
    try project.start(through: ["/bin/sh", "-c", text], arguments, env: env)
  }

  @Test func `scripts hear the signals that the caller ignores`() throws {
    let script = "trap 'touch heard; exit 1' TERM; touch begun; while :; do sleep 0.05; done"
    try project.stage("a", script, in: ["in"])
    let running = try start("trap '' TERM HUP; exec \"$0\"")
    try running.wait(forFile: "begun")
    // As after `nohup`, the tool itself goes on ignoring the signal.
    running.signal(SIGHUP)
    running.signal(SIGTERM)
    running.signal(SIGINT)
    #expect(try running.finish().status == -SIGINT)
    #expect(project.exists("heard"))
  }

  @Test func `in a deleted folder no other manifest is found`() throws {
    try project.stage("a", "true", in: ["in"])
    for arguments in [["-n"], ["status"], ["log"], ["init"]] {
      try project.folder("gone")
      let running = try project.start(
        through: ["/bin/sh", "-c", "cd gone; rmdir ../gone; exec \"$0\" \"$@\""],
        arguments
      )
      try running.finish().expectRecorded(status: 2)
    }
    let root = try start(
      "mkdir g; cd g; rmdir ../g; exec \"$0\" \"$@\"",
      "--check",
      "-C",
      project.root
    )
    try root.finish().expect(status: 1)
  }

  @Test(
    .enabled(if: Tool.isRoot && FileManager.default.isExecutableFile(atPath: "/usr/bin/unshare"))
  )
  func `without proc a question is answered, and a run is refused`() throws {
    try project.stage("a", "touch ran", in: ["in"])
    let hide = "mount -t tmpfs none /proc || exit 99; exec \"$0\" \"$@\""
    for (arguments, status) in [(["-n"], 0), (["status"], 0), (["why"], 0), ([], 3)] {
      let running = try project.start(
        through: ["/usr/bin/unshare", "-m", "/bin/sh", "-c", hide],
        arguments
      )
      let outcome = try running.finish()
      if outcome.status == 99 || outcome.stderr.contains("unshare") { return }
      outcome.expectRecorded(status: Int32(status))
    }
    #expect(!project.exists(".pipeline"))
  }

  @Test func `a missing home is not created`() throws {
    try project.manifest(swift: "  Stage(\"a\") { Command(\"true\") }")
    let home = "\(project.home)/missing"
    let outcome = try project.run("--list-stages", env: ["XDG_CACHE_HOME": nil, "HOME": home])
    outcome.expectRecorded(status: Tool.hasCompiler ? 0 : 2)
    #expect(!FileManager.default.fileExists(atPath: home))
  }

  #if os(Linux)
  @Test func `a script ignores only the signals of a background job`() throws {
    let list = "sed -n 's/SigIgn:.//p' /proc/self/status > out"
    try project.stage("a", list, in: ["in"], out: ["out"])
    let running = try start("trap '' TERM INT HUP QUIT PIPE; exec \"$0\" -q")
    try running.finish().expect(status: 0)
    let ignored = try #require(try UInt64(project.read("out").dropLast(), radix: 16))
    // Signals 32 and 33 belong to the C library, which ignores them in each child.
    #expect((1...31).filter { ignored >> ($0 - 1) & 1 == 1 } == [SIGTTIN, SIGTTOU])
  }

  @Test func `a script inherits no file besides its three streams`() throws {
    // Foundation leaves a socket open in the script.
    let list = "ls -l /proc/$$/fd | grep -o '[0-9]* -> /' > out"
    try project.stage("a", list, in: ["in"], out: ["out"])
    let running = try start("exec 3</dev/null 7</dev/null; exec \"$0\" -q")
    try running.finish().expect(status: 0)
    #expect(try project.read("out") == "0 -> /\n1 -> /\n2 -> /\n")
  }
  #endif
}
