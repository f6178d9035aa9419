import Foundation
import Testing

/// The shell of a command, and the values that a command inserts.
@Suite struct ShellTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  @Test func `the first line that fails ends a command, also before a pipe`() throws {
    try project.stage("lines", "echo first\nfalse\necho second > o1", out: ["o1"])
    try project.stage("pipe", "false | cat > o2; echo more", out: ["o2"])
    try project.stage("plain", "false | cat > o3", out: ["o3"], more: ["shell": ["sh", "-c"]])
    try project.run("-k").expectRecorded(status: 1)
    #expect(!project.exists("o1"))
    #expect(project.exists("o3"))
  }

  @Test func `a reader that ends early is a failure with a hint, and the hint holds`() throws {
    try project.stage("seq", "seq 1000000 | head -n 1 > o", out: ["o"])
    try project.run().expectRecorded(status: 1)
    project.forgetStages()
    try project.stage("seq", "{ seq 1000000 || [ $? = 141 ]; } | head -n 1 > o", out: ["o"])
    try project.run("-q").expect(status: 0)
  }

  @Test func `another shell makes a stage stale, and the standard shell does not`() throws {
    try project.stage("a", "cat in > a", in: ["in"], out: ["a"])
    try project.run("-q").expect(status: 0)
    project.forgetStages()
    try project.stage(
      "a",
      "cat in > a",
      in: ["in"],
      out: ["a"],
      more: ["shell": ["sh", "-e", "-c"]]
    )
    try project.run("--check").expect(status: 0)
    project.forgetStages()
    try project.stage("a", "cat in > a", in: ["in"], out: ["a"], more: ["shell": ["sh", "-c"]])
    try project.run("-n").expectRecorded()
  }

  @Test func `a pipe without bash is an obstacle, and so is a command that is too long`() throws {
    try project.stage("pipe", "sort in | uniq > out", in: ["in"], out: ["out"])
    try project.stage("long", "echo \(String(repeating: "a", count: 140_000)) > o2", out: ["o2"])
    try project.run(env: ["PATH": project.root]).expectRecorded(status: 3)
  }

  @Test func `values arrive inside quotes, or are faults with their lines`() throws {
    let before = #""parameters": {"title": "a  * b"},"#
    try project.file(
      "pipeline.json",
      """
      {"name": "p", \(before) "stages": [
        {"name": "a", "scripts": [
          {"command": ["echo \\"t: ", {"parameter": "title"}, "\\" > '", {"output": "o ut"}, "'"]}]}]}
      """
    )
    try project.run("-n").expectRecorded()
    try project.run("-q").expect(status: 0)
    #expect(try project.read("o ut") == "t: a  * b\n")
    try project.file(
      "pipeline.json",
      """
      {"name": "p", \(before) "stages": [
        {"name": "a", "scripts": [
          {"command": ["echo '", {"parameter": "title"}, "'"]},
          {"command": ["cat \\"", {"input": "*.csv"}, "\\""]}], "shell": ["bash"]}]}
      """
    )
    try project.run().expectRecorded(status: 2)
  }

  @Test func `a plain argument that is a file is a warning, unless it is meant`() throws {
    try project.file("s.sh", "cat $1 > o\n")
    try project.stage("a", script: "s.sh", arguments: ["in", "north", "other"], out: ["o"])
    try project.stage("b", script: "s.sh", arguments: ["o", "--", "-x"], out: ["other"])
    try project.run("-n").expectRecorded()
    try project.manifest(
      json: """
        {"name": "p", "stages": [{"name": "a", "outputs": ["o"],
          "scripts": [{"script": "s.sh", "arguments": [{"text": "in"}]}]}]}
        """
    )
    try project.run("-q").expect(status: 0)
  }

  @Test func `a program that gets too many names is told from one that cannot be executed`() throws
  {
    try project.stage("a", "echo 'cat: Argument list too long'; exit 126", out: ["o"])
    try project.run().expectRecorded(status: 1)
  }
}
