import Foundation
import Testing

/// Parameters.
///
/// A changed value runs exactly the stages that use the parameter.
@Suite struct ParameterTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "c\nb\na\n")
    try project.file("head.sh", "head -n \"$2\" in > by-argument\n")
    try project.manifest(json: Self.manifest())
  }

  /// Returns a manifest with four stages, one of which uses no parameter.
  private static func manifest(top: Int = 1) -> String {
    """
    {"name": "p", "parameters": {"top": \(top), "region": "north"}, "stages": [
    {"name": "argument", "scripts": [{"script": "head.sh", "arguments": ["--top", {"parameter": "top"}]}],
     "inputs": ["in"], "outputs": ["by-argument"]},
    {"name": "uses", "scripts": [{"command": "echo $PIPELINE_PARAM_TOP > by-uses"}], "uses": ["top"],
     "outputs": ["by-uses"]},
    {"name": "region", "scripts": [{"command": "echo \\"$PIPELINE_PARAM_REGION\\" > by-region",
     "uses": ["region"]}], "outputs": ["by-region"]},
    {"name": "none", "scripts": [{"command": "env > by-none"}], "outputs": ["by-none"]}
    ]}
    """
  }

  /// Returns the lines of the stages that would run now, with the reasons.
  private func stale(_ arguments: String...) throws -> [String] {
    let running = try project.start(["-n"] + arguments)
    return try running.finish().stageLines.filter { $0.hasPrefix("▶ ") }
  }

  private func made() throws -> [String] {
    try ["by-argument", "by-uses", "by-region"].map { try project.read($0) }
  }

  @Test func `a changed value runs its users, whether from option, file or default`() throws {
    try project.run().expect(status: 0)
    #expect(try made() == ["c\n", "1\n", "north\n"])
    #expect(try !project.read("by-none").contains("PIPELINE_PARAM"))
    try project.run("--check").expect()
    try project.run("--set", "top=2").expectRecorded()
    #expect(try made() == ["c\nb\n", "2\n", "north\n"])
    try project.run("--check", "--set", "top=2").expect()
    try project.run("--check", "--set=top=002").expect()
    #expect(
      try stale() == [
        "▶ argument  arguments of head.sh changed (--top 2 → --top 1)",
        "▶ uses      parameter top changed (2 → 1)",
      ]
    )
    try project.file("parameters.json", "{\"top\": 2}")
    try project.run("--check").expect()
    try project.file("parameters.json", "{\"top\": 2, \"region\": \"far south\"}")
    #expect(try stale() == ["▶ region    parameter region changed (north → 'far south')"])
    try project.run("--check", "--set", "region=north").expect()
    try project.remove("parameters.json")
    try project.manifest(json: Self.manifest(top: 2))
    try project.run("--check").expect()
    try project.run("--set", "top=1").expect(status: 0)
    #expect(try made() == ["c\n", "1\n", "north\n"])
  }

  @Test func `the shell never interprets parameter values`() throws {
    let value = "$(touch evil) \"; touch evil; '\n*"
    try project.run("region", "--set", "region=\(value)").expect(status: 0)
    #expect(try project.read("by-region") == value + "\n")
    #expect(!project.exists("evil"))
  }

  @Test func `a stage runs again if it declares other parameters`() throws {
    try project.run("uses").expect(status: 0)
    let text = Self.manifest()
    try project.manifest(
      json: text.replacingOccurrences(of: "\"uses\": [\"top\"]", with: "\"uses\": [\"region\"]")
    )
    let reason = "declared parameters changed (+1 −1): +region, −top"
    #expect(try stale("uses").first == "▶ uses  \(reason)")
  }

  @Test func `the log and the printed manifest show the values`() throws {
    try project.file("parameters.json", "{\n\"region\": \"far south\"\n}")
    try project.run("--set", "top=3", "uses").expect(status: 0)
    let first = try #require(try project.read(".pipeline/log.jsonl").split(separator: "\n").first)
    #expect(first.contains(#""parameters":{"top":3,"region":"far south"}"#))
    let printed = try project.run("manifest", "--set", "top=3").stdout
    #expect(
      printed.hasPrefix(
        """
        p · 4 stages · pipeline.json
          parameter   top = 3 (--set)
          parameter   region = 'far south' (parameters.json:2)

        argument
          script      head.sh --top 3
        """
      ),
      "\(printed)"
    )
    #expect(printed.contains("  uses        top (PIPELINE_PARAM_TOP)\n"))
    let json = try project.run("manifest", "--json").stdout
    #expect(json.contains("\"parameters\": {\n    \"top\": 1,\n    \"region\": \"north\"\n  },"))
    try project.file("again.json", json)
    #expect(try project.run("manifest", "--json", "--manifest", "again.json").stdout == json)
    try project.run("--check", "--manifest", "again.json", "--set", "top=3", "uses").expect()
  }

  @Test func `the tool reports all invalid settings together`() throws {
    try project.file("parameters.json", "{\n\"region\": 7,\n\"tpo\": 1}")
    try project.run(
      "status",
      "--set",
      "top=abc",
      "--set",
      "zzz=1",
      "--set",
      "top",
      "--set",
      "region=a",
      "--set",
      "region=b"
    ).expectRecorded(status: 2)
  }

  @Test func `an invalid parameter file stops the command with an error`() throws {
    try project.folder("parameters.json")
    try project.run().expectRecorded(status: 2)
    try project.remove("parameters.json")
    mkfifo(project.path("parameters.json"), 0o600)
    try project.run("--check").expectRecorded(status: 2)
    try project.remove("parameters.json")
    try project.link("parameters.json", to: "nowhere")
    try project.run("manifest").expectRecorded(status: 2)
    try project.remove("parameters.json")
    try project.file("parameters.json")
    try project.run().expectRecorded(status: 2)
    try project.file("parameters.json", "{\n\"top\": 1,\n\"top\": 1}")
    try project.run().expectRecorded(status: 2)
    try project.file("parameters.json", "[]")
    try project.run().expectRecorded(status: 2)
    try project.file("parameters.json", "{\"top\": [1]}")
    try project.run().expectRecorded(status: 2)
  }

  @Test func `a manifest cannot use an undeclared parameter`() throws {
    let text = Self.manifest()
    try project.manifest(
      json: text.replacingOccurrences(
        of: "{\"parameter\": \"top\"}",
        with: "{\"parameter\": \"tpo\"}"
      )
      .replacingOccurrences(of: "\"region\": \"north\"", with: "\"a b\": 1")
    )
    try project.run().expectRecorded(status: 2)
  }

  @Test(.enabled(if: Tool.hasCompiler, "there is no Swift compiler on PATH"))
  func `a Swift manifest can declare and use parameters`() throws {
    try project.remove("pipeline.json")
    try project.file(
      "Pipeline.swift",
      """
      import PipelineDescription
      let top = Parameter("top", default: 1)
      let untouched = Parameter("untouched", default: 1)
      let years = Parameter("years", default: 2)
      let pipeline = Pipeline("p") {
        for year in 0..<years.value {
          Stage("year-\\(year)") { Command("echo \\(top) > \\(output: "out-\\(year)")") }
        }
        Stage("argument") {
          Script("head.sh", "--top", top)
          Inputs("in")
          Outputs("by-argument")
        }
      }
      """
    )
    try project.run().expect(status: 0)
    try project.run("--set", "years=3").expectRecorded()
    #expect(
      try stale("--set", "top=2") == [
        "▶ year-0    parameter top changed (1 → 2)", "▶ year-1    parameter top changed (1 → 2)",
        "▶ argument  arguments of head.sh changed (--top 1 → --top 2)",
      ]
    )
    try project.run("--set", "untouched=2").expectRecorded(status: 2)
  }
}
