import Foundation
import Testing

/// What makes a stage stale, and what does not.
@Suite struct StalenessTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  @Test func `a file that was restored older is a change too`() throws {
    try project.copied()
    try project.touch("in", at: 978_307_200)
    try project.expectReason("input in changed since the last run (TIME → TIME, an older file)")
  }

  @Test func `a difference below a microsecond is one`() throws {
    try project.touch("in", at: 1_000_000_000, nanoseconds: 123_456_100)
    try project.copied()
    try project.touch("in", at: 1_000_000_000, nanoseconds: 123_456_130)
    try project.expectReason("input in changed since the last run (TIME → TIME)")
  }

  @Test func `a time in the future is warned of once, and runs once`() throws {
    try project.touch("in", at: 4_000_000_000)
    try project.stage("copy", "cat in > out", in: ["in"], out: ["out"])
    try project.run().expectRecorded()
    try project.run().expectRecorded()
  }

  @Test func `an input rewritten as soon as it was read is noticed`() throws {
    try project.stage("copy", "cat in > out; echo 2 > in", in: ["in"], out: ["out"])
    try project.run().expectRecorded()
    try project.expectReason("in changed while the stage last ran")
    try project.run().expectRecorded()
  }

  @Test func `an output with an old time is up to date all the same`() throws {
    try project.touch("in", at: 978_307_200)
    try project.stage("copy", "cp -p in out", in: ["in"], out: ["out"])
    try project.run().expect(status: 0)
    try project.run().expectRecorded()
  }

  @Test func `a link counts by where it leads, and by what is there`() throws {
    try project.file("a", "a")
    try project.file("b", "b")
    for name in ["a", "b"] { try project.touch(name, at: 1_000_000_000) }
    try project.link("in", to: "a")
    try project.copied()
    try project.link("in", to: "b")
    try project.expectReason("input in is now a link to b (was a)")
    try project.run()
    try project.touch("b", at: 1_000_000_001)
    try project.expectReason("input in changed since the last run (TIME → TIME)")
  }

  @Test(arguments: ["nowhere", "in"])
  func `a link that leads nowhere, or to itself, cannot be read`(target: String) throws {
    try project.link("in", to: target)
    try project.stage("copy", "cat in > out", in: ["in"], out: ["out"])
    try project.run().expectRecorded(target, status: 3)
  }

  @Test func `a folder counts by every file in it`() throws {
    try project.file("dir/sub/f", "1")
    try project.stage("copy", "cat dir/sub/* > out", in: ["dir/"], out: ["out"])
    try project.run()
    try project.touch("dir/sub/f", at: 1_000_000_000)
    try project.expectReason(beginning: "input dir/sub/f changed since the last run (TIME")
    try project.run()
    try project.file("dir/sub/g", "2")
    try project.expectReason("input set dir/ changed (+1): +dir/sub/g")
  }

  @Test func `an output folder counts by every file in it`() throws {
    try project.stage("copy", "mkdir -p o/s; cat in > o/s/f", in: ["in"], out: ["o/"])
    try project.run()
    try project.file("o/s/f", "by hand")
    try project.expectReason(beginning: "output o/s/f changed since the last run")
  }

  @Test func `a glob counts by what it matches`() throws {
    for name in ["a", "b"] { try project.file("data/\(name).csv", name) }
    try project.stage("copy", "cat data/*.csv > out", in: ["data/*.csv"], out: ["out"])
    try project.run()
    try project.remove("data/a.csv")
    try project.file("data/c.csv", "c")
    try project.expectReason("input set data/*.csv changed (+1 −1): +data/c.csv, −data/a.csv")
    try project.run()
    try project.run("--check").expect()
    try project.file("data/c.txt", "no match")
    try project.run("--check").expect()
  }

  @Test func `an output changed by hand is kept before it is overwritten`() throws {
    try project.copied()
    try project.file("out", "by hand\n")
    try project.expectReason("output out changed since the last run (TIME → TIME)")
    try project.run().expectRecorded()
    let run = try #require(try project.log("run_started").last?["run"] as? String)
    #expect(try project.read(".pipeline/kept/\(run)/out") == "by hand\n")
    #expect(try project.read("out") == "1\n")
  }

  @Test func `an output that became a folder is told`() throws {
    try project.copied()
    try project.remove("out")
    try project.folder("out")
    try project.expectReason("output out is now a folder (was a file)")
  }

  @Test func `permissions and reading wake nobody`() throws {
    try project.copied()
    try project.mode(0o755, "in")
    _ = try project.read("in")
    try project.run("--check").expect()
  }

  @Test func `a missing file in the middle wakes its maker, then its reader is judged`() throws {
    try project.stage("one", "cat in > mid", in: ["in"], out: ["mid"])
    try project.stage("two", "cat mid > out", in: ["mid"], out: ["out"])
    try project.run()
    try project.remove("mid")
    try project.run("-n").expectRecorded()
  }

  @Test func `a copied tree is not stale, or says so in one way`() throws {
    try project.copied()
    let copy = try Project()
    try copy.remove("")
    #expect(try Command(["/bin/cp", "-a", project.root, copy.root]).run() == 0)
    try copy.run("--check").expect()
  }
}
