import Foundation
import Testing

/// File names with special characters or invalid UTF-8, and their order.
@Suite struct FileNameTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  @Test func `file names may contain special characters`() throws {
    try project.file("a[1]*.csv", "1")
    try project.file("a b\n$(touch pwned)\"'", "2")
    try project.file("--help", "3")
    try project.file("show.sh", "cat -- \"$@\" > out\n")
    let names = ["a[1]*.csv", "a b\n$(touch pwned)\"'", "--help"]
    try project.stage(
      "a",
      script: "show.sh",
      arguments: names,
      in: ["a\\[1\\]\\*.csv", "a b\n$(touch pwned)\"'", "--help"],
      out: ["out"]
    )
    try project.run().expect(status: 0)
    #expect(try project.read("out") == "123")
    #expect(!project.exists("pwned"))
    try project.run("--check").expect()
  }

  @Test func `the tool finds and compares a file whose name is not UTF-8`() throws {
    let make = "printf 1 > \"$(printf 'bad\\377')\""
    try #require(try Command(["/bin/sh", "-c", make], folder: project.root).run() == 0)
    try project.stage("a", "cat bad* > out", in: ["bad*"], out: ["out"])
    try project.run().expect(status: 0)
    try project.run("--check").expect()
    let change = "printf 12 > \"$(printf 'bad\\377')\""
    try #require(try Command(["/bin/sh", "-c", change], folder: project.root).run() == 0)
    try project.run("--check").expect(status: 1)
    try project.run().expect(status: 0)
    #expect(try project.read("out") == "12")
  }

  @Test func `a pattern sorts its matches by bytes, whatever the locale`() throws {
    for name in ["b", "B", "a", "ä", "Z", "10", "9"] { try project.file("data/\(name)", name) }
    try project.stage("a", "true", in: ["data/*"])
    for locale in ["C", "tr_TR.UTF-8", "de_DE.UTF-8"] {
      try project.run(env: ["LC_ALL": locale]).expect(status: 0)
      try project.run("--check", env: ["LC_ALL": "C.UTF-8"]).expect()
    }
  }
}
