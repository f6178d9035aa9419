import Foundation
import Testing

/// The changes that make a stage stale, and those that do not.
@Suite struct StalenessTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  @Test func `an input with an older time makes its stage stale`() throws {
    try project.copied()
    try project.touch("in", at: 978_307_200)
    let change = "TIME → TIME, an older file, same size"
    try project.expectReason("input in changed since the last run (\(change))")
  }

  @Test func `a time difference below a microsecond makes the stage stale`() throws {
    try project.touch("in", at: 1_000_000_000, nanoseconds: 123_456_100)
    try project.copied()
    try project.touch("in", at: 1_000_000_000, nanoseconds: 123_456_130)
    try project.expectReason("input in changed since the last run (TIME → TIME, same size)")
  }

  @Test func `an input from the future causes one warning and one run`() throws {
    try project.touch("in", at: 4_000_000_000)
    try project.stage("copy", "cat in > out", in: ["in"], out: ["out"])
    try project.run().expectRecorded()
    try project.run().expectRecorded()
  }

  @Test func `the runner notices an input that changes while its stage runs`() throws {
    try project.stage("copy", "cat in > out; echo 2 > in", in: ["in"], out: ["out"])
    try project.run().expectRecorded()
    try project.expectReason("in changed while the stage last ran")
    try project.run().expectRecorded()
  }

  @Test func `an output with an old time is still up to date`() throws {
    try project.touch("in", at: 978_307_200)
    try project.stage("copy", "cp -p in out", in: ["in"], out: ["out"])
    try project.run().expect(status: 0)
    try project.run().expectRecorded()
  }

  @Test func `a link makes its stage stale if its target or the target's time changes`() throws {
    try project.file("a", "a")
    try project.file("b", "b")
    for name in ["a", "b"] { try project.touch(name, at: 1_000_000_000) }
    try project.link("in", to: "a")
    try project.copied()
    try project.link("in", to: "b")
    try project.expectReason("input in is now a link to b (was a)")
    try project.run()
    try project.touch("b", at: 1_000_000_001)
    try project.expectReason("input in changed since the last run (TIME → TIME, same size)")
  }

  @Test(arguments: ["nowhere", "in"])
  func `a link without a target or to itself is an unreadable input`(target: String) throws {
    try project.link("in", to: target)
    try project.stage("copy", "cat in > out", in: ["in"], out: ["out"])
    try project.run().expectRecorded(target, status: 3)
  }

  @Test func `a change of any file in an input folder makes the stage stale`() throws {
    try project.file("dir/sub/f", "1")
    try project.stage("copy", "cat dir/sub/* > out", in: ["dir/"], out: ["out"])
    try project.run()
    try project.touch("dir/sub/f", at: 1_000_000_000)
    try project.expectReason(beginning: "input dir/sub/f changed since the last run (TIME")
    try project.run()
    try project.file("dir/sub/g", "2")
    try project.expectReason("input set dir/ changed (+1): +dir/sub/g")
  }

  @Test func `a change of any file in an output folder makes the stage stale`() throws {
    try project.stage("copy", "mkdir -p o/s; cat in > o/s/f", in: ["in"], out: ["o/"])
    try project.run()
    try project.file("o/s/f", "by hand")
    try project.expectReason(beginning: "output o/s/f changed since the last run")
  }

  @Test func `only files that a glob matches make its stage stale`() throws {
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

  @Test func `the runner keeps a copy of an output changed by hand before it overwrites it`() throws
  {
    try project.copied()
    try project.file("out", "by hand\n")
    try project.expectReason("output out changed since the last run (TIME → TIME)")
    try project.run().expectRecorded()
    let run = try #require(try project.log("run_started").last?["run"] as? String)
    #expect(try project.read(".pipeline/kept/\(run)/out") == "by hand\n")
    #expect(try project.read("out") == "1\n")
  }

  @Test func `the reason says that an output became a folder`() throws {
    try project.copied()
    try project.remove("out")
    try project.folder("out")
    try project.expectReason("output out is now a folder (was a file)")
  }

  @Test func `changed permissions and reads do not make a stage stale`() throws {
    try project.copied()
    try project.mode(0o755, "in")
    _ = try project.read("in")
    try project.run("--check").expect()
  }

  @Test func `a missing intermediate file runs its maker, and then the tool judges its reader`()
    throws
  {
    try project.stage("one", "cat in > mid", in: ["in"], out: ["mid"])
    try project.stage("two", "cat mid > out", in: ["mid"], out: ["out"])
    try project.run()
    try project.remove("mid")
    try project.run("-n").expectRecorded()
  }

  @Test func `a copied tree is up to date`() throws {
    try project.copied()
    let copy = try Project()
    try copy.remove("")
    #expect(try Command(["/bin/cp", "-a", project.root, copy.root]).run() == 0)
    try copy.run("--check").expect()
  }
}
