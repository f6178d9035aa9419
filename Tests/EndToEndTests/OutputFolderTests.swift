import Foundation
import Testing

/// Output folders: the script makes them, and the runner moves earlier files aside.
@Suite struct OutputFolderTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  private func stage(_ command: String, _ output: [String: any Sendable] = [:], _ more: String = "")
    throws
  {
    let outputs: [any Sendable] = [["path": "out/"].merging(output) { $1 }]
    var keys: [String: any Sendable] = ["outputs": outputs]
    if !more.isEmpty { keys["on_failure"] = more }
    try project.stage("a", command, in: ["in"], more: keys)
  }

  private func names(_ folder: String = "out") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: project.path(folder)).sorted()
  }

  private func edit(_ text: String) throws { try project.file("in", text) }

  @Test(
    arguments: [
      ("cp", "cp -r src out"), ("mv", "mkdir part && cp in part/x && mv part out"),
      ("mkdir", "mkdir out && cp in out/x"), ("link", "ln -s src out"),
    ]
  )
  func `a script can make its folder in its own way, and again`(name: String, command: String)
    throws
  {
    try project.file("src/x", "1\n")
    try stage(command)
    for text in ["1\n", "22\n", "333\n"] {
      try edit(text)
      try project.run().expect(status: 0)
      try project.run("--check").expect()
    }
    #expect(try names() == ["x"] && names("src") == ["x"])
  }

  @Test func `a folder that the script did not make fails the stage`() throws {
    try stage("mkdir result && cp in result/x")
    try project.run().expectRecorded(status: 1)
  }

  @Test func `an empty folder fails the stage unless the manifest says that it may be empty`()
    throws
  {
    try stage("mkdir -p out; touch out/.DS_Store")
    try project.run().expectRecorded(status: 1)
    try project.run("--check").expect(status: 1)
    project.forgetStages()
    try stage("mkdir -p out", ["may_be_empty": true])
    try project.run().expect(status: 0)
    try project.run("--check").expect()
  }

  @Test func `earlier files that are not made again move to kept`() throws {
    try stage(
      "ls out > seen 2>&1 || true; mkdir out; for i in $(cat in); do echo $i > out/$i; done"
    )
    try edit("1 2 3 4\n")
    try project.run().expect(status: 0)
    try edit("1 5\n")
    try project.run().expectRecorded()
    #expect(try project.read("seen").contains("No such file"))
    #expect(try names() == ["1", "5"])
    let run = try #require(try names(".pipeline/kept").first)
    #expect(try names(".pipeline/kept/\(run)/out") == ["2", "3", "4"])
    #expect(!project.exists(".pipeline/aside"))
    try project.run("--check").expect()
  }

  @Test(arguments: ["keep", "delete", "restore"])
  func `after a failure the earlier files go where OnFailure says`(choice: String) throws {
    try stage("mkdir out; cat in > out/$(cat in); test $(cat in) != 2", [:], choice)
    try project.run().expect(status: 0)
    try edit("2\n")
    try project.run().expect(status: 1)
    let kept = try project.exists(".pipeline/kept") ? names(".pipeline/kept").count : 0
    switch choice {
    case "keep": #expect(try names() == ["2"] && kept == 1)
    case "delete": #expect(!project.exists("out") && kept == 0)
    default: #expect(try names() == ["1"] && kept == 0)
    }
    #expect(!project.exists(".pipeline/aside"))
  }

  @Test func `a folder that persists stays as it is`() throws {
    try stage("mkdir -p out; cat in > out/$(cat in)", ["persist": true], "restore")
    for text in ["1\n", "2\n"] {
      try edit(text)
      try project.run().expect(status: 0)
    }
    #expect(try names() == ["1", "2"])
    #expect(!project.exists(".pipeline/kept"))
  }

  @Test(arguments: ["keep", "delete", "restore"])
  func `exceptions and ignored files stay where they are`(choice: String) throws {
    let command = "mkdir -p out/sub; cat in > out/sub/$(cat in); test $(cat in) != 3"
    try stage(command, ["except": ["out/notes/", "out/sub/*.txt"]], choice)
    try project.run().expect(status: 0)
    let mine = ["out/notes/monday", "out/sub/readme.txt", "out/sub/1~"]
    for path in mine { try project.file(path, "mine\n") }
    try project.run("--check").expect()
    for (text, status) in [("2\n", 0 as Int32), ("3\n", 1)] {
      try edit(text)
      try project.run().expect(status: status)
      #expect(try mine.allSatisfy { try project.read($0) == "mine\n" })
    }
    let made = choice == "keep" ? ["3"] : choice == "delete" ? [] : ["2"]
    #expect(try names("out/sub") == ["1~"] + made + ["readme.txt"])
    try project.run("clean", "-y", "--force").expect(status: 0)
    #expect(try names("out/sub") == ["1~", "readme.txt"])
  }

  @Test func `an ignored file in the folder does not disturb a script that makes it`() throws {
    try project.file("src/x", "1\n")
    try project.file("src/.DS_Store", "1\n")
    try stage("cp -r src out")
    try project.run().expect(status: 0)
    try project.file("out/.x.swp", "mine\n")
    try edit("22\n")
    try project.run().expect(status: 0)
    #expect(try names() == [".DS_Store", ".x.swp", "x"])
    #expect(!project.exists(".pipeline/kept"))
  }

  @Test func `a file of the user at the path of an output folder stays`() throws {
    try project.file("out", "mine\n")
    try stage("mkdir -p out; cp in out/x")
    try project.run().expectRecorded(status: 1)
    #expect(try project.read("out") == "mine\n")
  }

  @Test func `a folder that becomes a file keeps its earlier files`() throws {
    try stage(
      "mkdir out; if [ $(cat in) = 1 ]; then mkdir out/d; cp in out/d/x; else cp in out/d; fi"
    )
    try project.run().expect(status: 0)
    try edit("2\n")
    try project.run().expect(status: 0)
    let run = try #require(try names(".pipeline/kept").first)
    #expect(project.exists(".pipeline/kept/\(run)/out/d/x"))
  }

  @Test func `an output in a folder that persists or is excepted is moved aside itself`() throws {
    let outputs: [any Sendable] = [
      ["path": "out/", "except": ["out/n/"]] as [String: any Sendable], "out/n/",
      ["path": "out/cache/", "persist": true] as [String: any Sendable], "out/cache/tmp/",
    ]
    let command = """
      mkdir -p out/n out/cache/tmp; cat in > out/y; cat in > out/n/$(cat in); cat in > out/cache/tmp/$(cat in)
      """
    try project.stage("a", command, in: ["in"], more: ["outputs": outputs])
    for text in ["1\n", "2\n"] {
      try edit(text)
      try project.run().expect(status: 0)
    }
    #expect(try names("out/n") == ["2"] && names("out/cache/tmp") == ["2"])
  }

  @Test func `a file that no run made is kept if the script makes another one`() throws {
    try project.file("out/x", "precious\n")
    try project.touch("out/x", at: 1_000_000_000)
    try stage("mkdir -p out; cp in out/x")
    try project.run().expect(status: 0)
    let run = try #require(try names(".pipeline/kept").first)
    #expect(try project.read(".pipeline/kept/\(run)/out/x") == "precious\n")
    try project.file("out/y", "mine\n")
    project.forgetStages()
    try stage("mkdir -p out; cp in out/x; cp in out/y")
    try project.run().expect(status: 0)
    let kept = try names(".pipeline/kept").map { ".pipeline/kept/\($0)/out/y" }
    #expect(try kept.contains { try project.exists($0) && project.read($0) == "mine\n" })
  }

  @Test func `earlier outputs return even if the failed attempt made other kinds of files`() throws
  {
    let command = """
      mkdir -p out
      case $(cat in) in 1) echo old > out/sub;; 2) mkdir out/sub; echo x > out/sub/x~; false;; *) echo 3 > out/sub;; esac
      """
    try stage(command, [:], "restore")
    try project.run().expect(status: 0)
    try edit("2\n")
    try project.run().expect(status: 1)
    #expect(try project.read("out/sub") == "old\n")
    try edit("3\n")
    try project.run().expect(status: 0)
    #expect(try project.read("out/sub") == "3\n")
    #expect(!project.exists(".pipeline/aside"))
  }

  @Test func `the partial files of a retried attempt are not kept`() throws {
    let command =
      "mkdir -p out; cp in out/$PIPELINE_STAGE; echo x >> tries; test $(wc -l < tries) = 3"
    try project.stage(
      "a",
      command,
      in: ["in"],
      out: ["out/"],
      more: ["retry": ["count": 3, "delay": 0]]
    )
    try project.run().expect(status: 0)
    #expect(!project.exists(".pipeline/kept"))
  }

  @Test func `a folder behind the user's own link stays`() throws {
    try project.folder("disk")
    try project.link("out", to: "disk")
    try stage("cat in > out/$(cat in)")
    for text in ["1\n", "2\n"] {
      try edit(text)
      try project.run().expect(status: 0)
    }
    #expect(try names("disk") == ["1", "2"])
    try project.run("--check").expect()
  }

  @Test func `files that the pipeline ignores change nothing`() throws {
    try project.file("data/a", "1\n")
    try project.manifest(
      json: """
        {"name": "p", "ignore": ["*.bak", "tmp/", "data/old/"], "stages": [{"name": "a",
        "scripts": [{"command": "mkdir -p out; cat data/a > out/a"}],
        "inputs": ["data/"], "outputs": ["out/"]}]}
        """
    )
    try project.run().expect(status: 0)
    for name in ["data/a.bak", "data/tmp/x", "data/old/y", "out/a.bak", "out/tmp/x", "data/.#a"] {
      try project.file(name, "x\n")
    }
    try project.run("--check").expect()
    try project.file("data/b", "2\n")
    try project.run("--check").expect(status: 1)
  }

  @Test func `a file that is ignored from now on is no change`() throws {
    try project.file("data/a", "1\n")
    try project.file("data/b.log", "1\n")
    func manifest(_ more: String) throws {
      try project.manifest(
        json: """
          {"name": "p",\(more) "stages": [{"name": "a", "scripts": [{"command": "cat data/a > o"}],
          "inputs": ["data/"], "outputs": ["o"]}]}
          """
      )
    }
    try manifest("")
    try project.run().expect(status: 0)
    try manifest("\"ignore\": [\"*.log\"],")
    try project.run("--check").expect()
  }

  @Test func `the hint of a missing output names similar files that the attempt wrote`() throws {
    try project.file("old/out.txt", "1\n")
    try project.stage("case", "echo > Result.csv", in: ["in"], out: ["result.csv"])
    try project.stage("folder", "mkdir -p sub; echo > sub/out.txt", in: ["in"], out: ["out.txt"])
    try project.stage("return", "echo > \"$(printf 'o.txt\\r')\"", in: ["in"], out: ["o.txt"])
    try project.stage("plots", "mkdir plot; echo > plot/a", in: ["in"], out: ["plots/"])
    try project.run("-k", "-j1").expectRecorded(status: 1)
  }
}
