import Foundation
import Testing

/// A root that several people use, and a root in which a user may not write.
@Suite struct SharingTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    try project.stage("a", "cat in > out", in: ["in"], out: ["out"])
  }

  @Test(arguments: [(0o007, 0o660, 0o770), (0o022, 0o644, 0o755), (0o077, 0o600, 0o700)])
  func `the files of the state folder follow the umask`(
    umask: Int,
    file: Int,
    folder: Int
  ) throws {
    let text = "umask \(String(umask, radix: 8)); exec \"$0\" -q"
    try project.start(through: ["/bin/sh", "-c", text], []).finish().expect(status: 0)
    let names = try FileManager.default.subpathsOfDirectory(atPath: project.path(".pipeline"))
    #expect(names.count > 5)
    for name in names + [""] {
      let attributes = try FileManager.default.attributesOfItem(
        atPath: project.path(".pipeline/\(name)")
      )
      let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
      let mode = try #require(attributes[.posixPermissions] as? Int)
      #expect(mode & 0o777 == (isFolder ? folder : file), "\(name)")
    }
  }

  @Test func `a run that its own script starts is refused`() throws {
    let tool = Tool.path
    try project.stage("b", "'\(tool)' --wait; echo \"exit $?\"; exit 1", in: ["in"])
    let outcome = try project.run("--stage", "b").expect(status: 1)
    #expect(outcome.stdout.contains("error: this command was started by a run of the same root"))
    #expect(outcome.stdout.contains("stage:    b"))
    #expect(outcome.stdout.contains("exit 3"))
  }

  @Test func `a dangling link in place of the state folder is named`() throws {
    try project.link(".pipeline", to: "/nonexistent/state")
    try project.run().expectRecorded(status: 3)
    try project.run("-n").expect(status: 0)
  }

  // MARK: Users

  /// Starts the tool as another user, who belongs to the group 65001.
  private func run(as user: Int, umask: String = "022", _ arguments: String...) throws -> Outcome {
    let tool = "\(project.home)/pipeline"
    if !FileManager.default.fileExists(atPath: tool) {
      // A child that another test starts now must not inherit the open file (ETXTBSY).
      #expect(try Command(["/bin/cp", Tool.path, tool]).run() == 0)
    }
    let text = "shift; umask \(umask); exec \"$@\""
    let program = [
      "/usr/bin/setpriv", "--reuid", "\(user)", "--regid", "65001", "--clear-groups", "/bin/sh",
      "-c", text, "sh",
    ]
    // The first of the last arguments is the tool that this user perhaps cannot reach.
    return try project.start(through: program, [tool] + arguments).finish()
  }

  private static let canBeAnother =
    Tool.isRoot && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")

  private func own(_ names: [String], user: Int, mode: Int) throws {
    for name in names {
      #expect(chown(project.path(name), uid_t(user), 65001) == 0)
      #expect(chmod(project.path(name), mode_t(mode)) == 0)
    }
  }

  @Test(.enabled(if: canBeAnother))
  func `two members of a group run a project in turn`() throws {
    try own(["in", "pipeline.json"], user: 61001, mode: 0o664)
    try own([""], user: 61001, mode: 0o2775)
    for (round, user) in [61001, 61002, 61001, 61002].enumerated() {
      try project.file("in", "\(round)\n")
      try own(["in"], user: user, mode: 0o664)
      let outcome = try run(as: user, umask: "002", "-q").expect("", status: 0)
      #expect(outcome.stderr.isEmpty)
      #expect(try project.read("out") == "\(round)\n")
      try run(as: 123_457 - user, umask: "002", "--check").expect("", status: 0)
    }
  }

  @Test(.enabled(if: canBeAnother))
  func `a user without permissions sees the owner and may run what is up to date`() throws {
    try own(["in", "pipeline.json"], user: 61001, mode: 0o644)
    try own([""], user: 61001, mode: 0o2755)
    try run(as: 61001, "-q").expect("", status: 0)
    try run(as: 61002).expectRecorded("up to date")
    try own(["in"], user: 61001, mode: 0o644)
    try project.file("in", "22\n")
    try run(as: 61002).expectRecorded("stale", status: 3)
    for question in ["status", "-n", "log"] { try run(as: 61002, question).expect(status: 0) }
  }

  @Test(.enabled(if: canBeAnother))
  func `a read-only output folder can be restored and removed`() throws {
    try project.file("protect.sh", "mkdir -p d/s; cat in > d/s/x; chmod 555 d/s d\n")
    project.forgetStages()
    let more: [String: any Sendable] = ["on_failure": "restore"]
    try project.stage("a", script: "protect.sh", in: ["in"], out: ["d/"], more: more)
    try own([""], user: 61001, mode: 0o755)
    try run(as: 61001, "-q").expect("", status: 0)
    try project.file("in", "22\n")
    try run(as: 61001, "-q").expect("", status: 0)
    #expect(try project.read("d/s/x") == "22\n")
    try run(as: 61001, "clean", "-y").expect(status: 0)
    #expect(!project.exists("d"))
  }
}
