import Testing

@testable import PipelineReporting

/// Hints with the options of the command that they follow.
struct RepeatedOptionsTests {
  static let options = RepeatedOptions(
    directory: "my study",
    manifest: "graph.json",
    settings: ["top=20", "region=a b"]
  )

  @Test(arguments: [
    (
      "pipeline",
      "pipeline -C 'my study' --manifest graph.json --set top=20 --set 'region=a b'"
    ),
    (
      "pipeline why plot",
      "pipeline -C 'my study' --manifest graph.json --set top=20 --set 'region=a b' why plot"
    ),
    ("pipeline log last", "pipeline -C 'my study' --manifest graph.json log last"),
    ("pipeline init", "pipeline -C 'my study' init"),
    ("pipeline init -C DIR", "pipeline init -C DIR"),
    ("pipeline help run", "pipeline help run"),
    ("export A=1", "export A=1"),
    ("pipelines", "pipelines"),
  ])
  func `a command line gets the options that its verb has`(line: String, completed: String) {
    #expect(Self.options.command(line) == completed)
    #expect(RepeatedOptions().command(line) == line)
  }

  @Test func `only the commands in a hint change`() {
    let options = RepeatedOptions(directory: "d")
    #expect(
      options.completed("run pipeline: `pipeline --to a` or `touch b`; or ` alone")
        == "run pipeline: `pipeline -C d --to a` or `touch b`; or ` alone"
    )
  }
}
