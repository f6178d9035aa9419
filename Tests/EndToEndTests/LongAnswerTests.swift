import Foundation
import Testing

/// Answers about many stages, which tell each reason once and end with the totals.
@Suite struct LongAnswerTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("lib", "1\n")
    try project.file("own", "1\n")
    for number in 10..<50 {
      let inputs = number == 17 ? ["lib", "own"] : ["lib"]
      try project.stage("s\(number)", "cat lib > o\(number)", in: inputs, out: ["o\(number)"])
    }
    try project.run("-q", "-j2").expect(status: 0)
  }

  @Test func `a reason of many stages is told once`() throws {
    try project.file("lib", "changed\n")
    try project.run("-n").expectRecorded()
    try project.run("status").expectRecorded()
    let all = try project.start(["-n", "-v"]).finish().stdout
    #expect((10..<50).allSatisfy { all.contains("s\($0)  input lib changed") })
    let run = try project.start(["-j1"]).finish().expect(status: 0).stdout
    #expect(run.split(separator: "\n").count == 1 + 1 + 40 + 1)
    try project.run("log", "last").expectRecorded()
  }

  @Test func `of many stages only the stale ones are listed`() throws {
    try project.file("own", "changed\n")
    try project.run("-n").expectRecorded()
    try project.run("status").expectRecorded()
  }

  @Test func `files with other times and equal sizes suggest staleness by content`() throws {
    for name in ["lib", "own"] { try project.touch(name, at: 1_900_000_000) }
    try project.run("-n").expectRecorded()
    try project.run("why", "s17").expectRecorded()
  }
}
