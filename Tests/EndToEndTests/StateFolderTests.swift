import Foundation
import Testing

/// Faults of the folder `.pipeline` and of the environment.
@Suite struct StateFolderTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    try project.stage("copy", "cat in > out", in: ["in"], out: ["out"])
  }

  @Test func `a log that ends in a partial line continues on a new line`() throws {
    try project.run()
    let whole = try project.read(".pipeline/log.jsonl")
    project.toleratesCutLines = true
    for cut in [1, 20, whole.utf8.count / 2, whole.utf8.count - 1] {
      try project.file(".pipeline/log.jsonl", String(whole.prefix(cut)))
      try project.touch("in", at: cut)
      try project.run().expect(status: 0)
      let lines = try project.read(".pipeline/log.jsonl").split(separator: "\n")
      let parsed = lines.filter {
        (try? JSONSerialization.jsonObject(with: Data($0.utf8))) != nil
      }
      let before = whole.prefix(cut).split(separator: "\n").count
      #expect(parsed.count >= 4 + before - 1, "cut at \(cut)")
      #expect(lines.suffix(4).elementsEqual(parsed.suffix(4)))
    }
  }

  @Test func `a run that cannot open the log leaves no folder, and clean still works`() throws {
    try project.run()
    let runs = try FileManager.default.contentsOfDirectory(atPath: project.path(".pipeline/runs"))
    try project.remove(".pipeline/log.jsonl")
    try project.folder(".pipeline/log.jsonl")
    try project.file("in", "2\n")
    try project.run().expectRecorded(status: 3)
    let after = try FileManager.default.contentsOfDirectory(atPath: project.path(".pipeline/runs"))
    #expect(after == runs)
    let cleaned = try project.run("clean", "--yes")
    #expect(cleaned.status == 0)
    #expect(!project.exists("out"))
  }

  @Test func `garbage in the log does not harm a run`() throws {
    project.toleratesCutLines = true
    try project.file(".pipeline/log.jsonl", "garbage\r\n\0\0\0\n{\"a\":2{\"a\":3}\n")
    try project.run().expect(status: 0)
    try project.run("--check").expect()
  }

  @Test func `truncated records cause extra runs but never a wrong answer`() throws {
    try project.run()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: project.path(".pipeline/state")))
    for cut in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 12)) {
      try project.file("in", "\(cut)\n")
      try bytes.prefix(cut).write(to: URL(fileURLWithPath: project.path(".pipeline/state")))
      try project.run().expect(status: 0)
      #expect(try project.read("out") == "\(cut)\n")
      try project.run("--check").expect()
    }
  }

  @Test(arguments: [".pipeline", ".pipeline/log.jsonl", ".pipeline/lock"])
  func `the runner refuses links in place of its own files`(name: String) throws {
    project.toleratesCutLines = true
    try project.file("elsewhere/victim", "precious\n")
    if name == ".pipeline" {
      try project.link(name, to: "elsewhere")
    } else {
      try project.folder(".pipeline")
      try project.link(name, to: "../elsewhere/victim")
    }
    let before = try FileManager.default.subpathsOfDirectory(atPath: project.path("elsewhere"))
    let outcome = try project.run().expect(status: 3)
    #expect(outcome.stderr.hasPrefix("error: "))
    #expect(try project.read("elsewhere/victim") == "precious\n")
    #expect(
      try FileManager.default.subpathsOfDirectory(atPath: project.path("elsewhere")) == before
    )
    #expect(!project.exists("out"))
  }

  @Test func `the tool reports a file in place of its state folder`() throws {
    try project.file(".pipeline", "x")
    try project.run().expectRecorded(status: 3)
  }

  @Test func `the runner replaces a link in place of the records and does not follow it`() throws {
    try project.file("victim", "precious\n")
    try project.folder(".pipeline")
    try project.link(".pipeline/state", to: "../victim")
    try project.run()
    #expect(try project.read("victim") == "precious\n")
    try project.run("--check").expect()
  }

  @Test func `a run leaves nothing outside its folder`() throws {
    try project.run()
    let names = try project.snapshot().keys.filter { !$0.hasPrefix(".pipeline") }
    #expect(names.sorted() == [".", "in", "out", "pipeline.json"])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: project.home + "/").allSatisfy {
        $0.hasPrefix("printed-")
      }
    )
  }

  @Test func `the tool works with almost no environment`() throws {
    let nothing: [String: String?] = [
      "PATH": nil, "HOME": nil, "XDG_CACHE_HOME": nil, "LANG": nil, "TZ": nil, "TMPDIR": nil,
    ]
    try project.run(env: nothing).expect(status: 0)
    try project.run("--check", env: nothing).expect()
    let missing: [String: String?] = ["HOME": "/no/such", "TMPDIR": "/no/such"]
    try project.run("--force", env: missing).expect(status: 0)
  }

  @Test func `locale and time zone change nothing in the log`() throws {
    try project.run(env: ["LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Chatham"]).expect(status: 0)
    try project.run("--check", env: ["LC_ALL": "de_DE.UTF-8", "TZ": "America/New_York"]).expect()
    let time = try #require(try project.log("run_started").last?["time"] as? String)
    #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
  }

  @Test func `a run on a full disk fails, and its stage stays stale`() throws {
    let disk = project.path("disk")
    try project.folder("disk")
    let mount = ["/bin/mount", "-t", "tmpfs", "-o", "size=64k", "none", disk]
    guard Tool.isRoot, try Command(mount).run() == 0 else {
      return print("skipped: only root can mount a small disk")
    }
    defer { _ = try? Command(["/bin/umount", "-l", disk]).run() }
    for name in ["pipeline.json", "in"] {
      try project.file("disk/\(name)", project.read(name))
    }
    _ = try Command(["/bin/sh", "-c", "head -c 1M /dev/zero > \"$0\"/fill", disk]).run()
    let outcome = try project.run("-C", disk, in: "disk")
    #expect([1, 3].contains(outcome.status), "\(outcome.stdout)\(outcome.stderr)")
    #expect(!outcome.stdout.contains("✓ done"))
    try project.remove("disk/fill")
    try project.run("-C", disk, in: "disk").expect(status: 0)
    #expect(try project.read("disk/out") == "1\n")
    try project.run("-C", disk, "--check", in: "disk").expect()
  }

  @Test func `the next run removes what killed runs left in the state folder`() throws {
    try project.run("-q").expect(status: 0)
    let left = [".gitignore.77.new", "state.78.new", "graphs/a.json.79.new"]
    for name in left { try project.file(".pipeline/\(name)", "x") }
    try project.folder(".pipeline/aside/RUN.a.1/deep")
    try project.file(".pipeline/aside/RUN.b.1/kept", "x")
    try project.file(".pipeline/notes.new", "x")
    try project.run("-q").expect(status: 0)
    for name in left + ["aside/RUN.a.1"] {
      #expect(!project.exists(".pipeline/\(name)"), "\(name)")
    }
    #expect(project.exists(".pipeline/aside/RUN.b.1/kept"))
    #expect(project.exists(".pipeline/notes.new"))
  }
}
