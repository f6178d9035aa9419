import Foundation
import Testing

/// Values that a run must not reveal, and scripts that must not run.
@Suite struct SecrecyTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  @Test func `neither the output nor the state folder contains values of variables`() throws {
    let more: [String: any Sendable] = [
      "environment": [
        "TOKEN", ["name": "FIXED", "value": "s3cr3t-fixed"],
      ] as [any Sendable]
    ]
    try project.stage("a", "test \"$TOKEN\" && test \"$FIXED\" && exit 3", in: ["in"], more: more)
    let outcome = try project.run("-v", env: ["TOKEN": "s3cr3t-token", "OTHER": "s3cr3t-other"])
    outcome.expect(status: 1)
    #expect(!outcome.rawOutput.contains("s3cr3t"))
    let names = try FileManager.default.subpathsOfDirectory(atPath: project.path(".pipeline"))
    #expect(!names.isEmpty)
    for name in names {
      guard let data = FileManager.default.contents(atPath: project.path(".pipeline/\(name)"))
      else { continue }
      #expect(!String(decoding: data, as: UTF8.self).contains("s3cr3t"), "\(name)")
    }
  }

  @Test func `the records of two roots have different digests of one value`() throws {
    let more: [String: any Sendable] = ["environment": ["TOKEN"]]
    try project.stage("a", "true", in: ["in"], more: more)
    let other = try Project()
    try other.file("in", "1\n")
    try other.stage("a", "true", in: ["in"], more: more)
    var digests: [String] = []
    for root in [project, other] {
      try root.run("-q", env: ["TOKEN": "1"]).expect(status: 0)
      try root.run("--check", env: ["TOKEN": "1"]).expect(status: 0)
      try root.run("--check", env: ["TOKEN": "2"]).expect(status: 1)
      let records = try root.read(".pipeline/state")
      digests += records.matches(of: /[0-9a-f]{64}/).map { String($0.output) }
    }
    #expect(digests.count == 2)
    #expect(Set(digests).count == 2)
    // The digest of the value alone.
    #expect(!digests.contains { $0.hasPrefix("6b86b273ff34fce1") })
  }

  @Test func `only a run starts scripts`() throws {
    try project.stage("a", "touch canary", in: ["in"])
    let asks = [
      ["-n"], ["--check"], ["--list-stages"], ["manifest"], ["manifest", "--json"], ["--help"],
      ["--version"], ["help", "run"],
    ]
    for ask in asks {
      let outcome = try project.start(ask).finish()
      #expect([0, 1].contains(outcome.status), "\(ask)")
    }
    #expect(!project.exists("canary"))
    #expect(!project.exists(".pipeline"))
  }

  @Test func `the log line of a run's start has the state of the git repository`() throws {
    let git = """
      git init -q && git config user.email a@b && git config user.name n && printf '.pipeline\\n' \
      > .gitignore && git add -A && git commit -qm one
      """
    try project.stage("a", "cat in > /dev/null", in: ["in"])
    let command = Command(
      ["/bin/sh", "-c", git],
      environment: Tool.environment(home: project.home, marker: project.marker),
      folder: project.root
    )
    try #require(try command.run() == 0)
    try project.run()
    try project.file("in", "2\n")
    try project.run()
    let starts = try project.log("run_started")
    #expect(starts.map { $0["dirty"] as? Bool } == [false, true])
    #expect((starts[0]["commit"] as? String)?.count == 40)
  }
}
