import PipelineDescription
import PipelineLoading
import PipelinePlanning
import Testing

/// Parameters on the way from manifest, command line and file to the pipeline.
struct ParameterTests {
  private func setting(
    _ name: String,
    _ text: String,
    _ form: ParameterSetting.Form = .bare,
    _ source: ParameterSetting.Source = .option
  ) -> ParameterSetting {
    ParameterSetting(name: name, text: text, form: form, source: source)
  }

  @Test func `settings of the command line override those of the file`() {
    let settings = ParameterSettings(
      options: ["top=20", "region=", "top=20", "where=a=b"],
      file: Array(
        "{\n\"top\": 30,\n\"rate\": 1.50, \"region\": \"n\\u00f6rd\", \"all\": true}".utf8
      )
    )
    let file = [
      setting("top", "30", .number, .file(line: 2)),
      setting("rate", "1.50", .number, .file(line: 3)),
      setting("region", "nörd", .string, .file(line: 3)),
      setting("all", "true", .truth, .file(line: 3)),
    ]
    let options = [setting("top", "20"), setting("region", ""), setting("where", "a=b")]
    #expect(settings.all == options + file)
    #expect(settings.effective == options + [file[1], file[3]])
    #expect(settings.faults == [])
  }

  @Test func `invalid settings on the command line are faults`() {
    let settings = ParameterSettings(options: ["top", "", "=1", "a=1", "a=2"])
    #expect(
      settings.faults == [
        .malformed("top"), .malformed(""), .malformed("=1"),
        .repeated(name: "a", first: "1", second: "2"),
      ]
    )
  }

  @Test(arguments: [
    ("[1]", [SettingFault.noObject(found: .list, line: 1)]),
    ("\n7", [.noObject(found: .number("7"), line: 2)]),
    (
      "{\"a\": null,\n\"b\": [1], \"c\": {}, \"d\": 1}",
      [
        .noValue(name: "a", found: .null, line: 1), .noValue(name: "b", found: .list, line: 2),
        .noValue(name: "c", found: .object, line: 2),
      ]
    ),
  ])
  func `invalid settings in the file are faults`(_ text: String, _ faults: [SettingFault]) {
    #expect(ParameterSettings(options: [], file: Array(text.utf8)).faults == faults)
  }

  @Test func `a settings file with a duplicate key is a fault`() {
    let settings = ParameterSettings(options: [], file: Array("{\"a\": 1, \"a\": 1}".utf8))
    guard case .file(.syntax("parameters.json", let fault)) = settings.faults.first else {
      Issue.record("\(settings.faults)")
      return
    }
    #expect(fault.kind == .duplicateKey(path: "a", firstLine: 1))
  }

  @Test func `JSON declares parameters in two forms`() throws {
    let short = #""parameters": {"top": 10, "rate": 1.0, "big": 1e3, "region": "n", "all": true}"#
    let long = #""parameters": [{"name": "top", "default": 10}, {"name": "a b", "default": false}]"#
    func parameters(_ text: String) throws -> [ParameterDeclaration] {
      let manifest = #"{"name": "p", \#(text), "stages": []}"#
      return try ManifestJSON.pipeline(of: manifest).parameters
    }
    func declared(_ name: String, _ value: ParameterValue) -> ParameterDeclaration {
      ParameterDeclaration(name: name, defaultValue: value, place: Place(1))
    }
    #expect(
      try parameters(short) == [
        declared("top", .integer(10)), declared("rate", .number(1)), declared("big", .number(1000)),
        declared("region", .text("n")), declared("all", .truth(true)),
      ]
    )
    #expect(
      try parameters(long) == [declared("top", .integer(10)), declared("a b", .truth(false))]
    )
  }

  @Test func `a compiled manifest declares parameters and receives settings`() throws {
    let project = try ManifestProject(
      """
      import PipelineDescription
      let top = Parameter("top", default: 10)
      let unused = Parameter("unused", default: true)
      let rate = Parameter("rate", default: 0.5)
      func region() -> Parameter<String> { Parameter("region", default: "n") }
      let pipeline = Pipeline("p") {
        for number in 0..<top.value {
          Stage("s\\(number)") {
            Script("a.sh", "--region", region(), "-\\(rate)")
            Command("echo \\(region()) \\(quoted: rate)")
            Uses(top, rate)
          }
        }
      }
      """
    )
    let location = try ManifestLocation.find(from: project.root)
    let settings = [setting("top", "2"), setting("region", "a b"), setting("rate", "fast")]
    let loaded = try WholeManifest(
      project.loader.load(location, settings: settings) { _ in [] }
    )
    #expect(
      loaded.pipeline.parameters == [
        ParameterDeclaration(name: "top", defaultValue: .integer(10), place: Place(2)),
        ParameterDeclaration(name: "region", defaultValue: .text("n"), place: Place(5)),
        ParameterDeclaration(name: "rate", defaultValue: .number(0.5), place: Place(4)),
      ]
    )
    #expect(loaded.pipeline.stages.map(\.name) == ["s0", "s1"])
    let stage = try #require(loaded.pipeline.stages.first)
    #expect(
      stage.steps.first
        == .script(
          Script(
            path: "a.sh",
            arguments: [
              Argument(.plain, "--region"), Argument(.parameter, "region", Place(5)),
              // The tool reports a value of the wrong type.
              Argument(.plain, "-0.5"),
            ],
            interpreter: nil,
            place: Place(9)
          )
        )
    )
    #expect(
      stage.steps.last
        == .command(
          Command(
            pieces: [
              .text("echo "), .parameter(.init(name: "region", place: Place(10))), .text(" "),
              .parameter(.init(name: "rate", place: Place(10))),
            ],
            place: Place(10)
          )
        )
    )
    #expect(
      stage.declaredUses == [
        .init(name: "top", place: Place(11)), .init(name: "rate", place: Place(11)),
      ]
    )
  }
}
