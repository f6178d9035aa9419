import Foundation
import PipelineDescription
import PipelineLoading
import PipelinePlanning
import PipelineReporting
import PipelineSystem
import Synchronization
import Testing

/// Compiles real manifests, one after the other, as each takes both cores.
@Suite(.serialized)
struct ManifestLoaderTests {
  private static let small = """
    import PipelineDescription
    let pipeline = Pipeline("small") {
      Stage("one") { Command("true") }
    }

    """

  @Test func `a manifest may use globals, functions, loops and conditions`() throws {
    let project = try ManifestProject(
      """
      import PipelineDescription

      let raw = "data/*.csv"
      var years = [2019]
      func clean(_ year: Int) -> String { "clean/\\(year).csv" }

      let fetch = Stage("fetch") {
        Script("fetch.py", .output("data/a.csv"), "--top", 10)
      }
      let pipeline = Pipeline("whole") {
        Timeout(minutes: 2)
        fetch
        for year in years + [2020] {
          Stage("clean-\\(year)", "Clean") {
            if year > 2019 { Upstream(fetch) }
            Command("sort \\(input: raw) > \\(output: clean(year))")
          }
        }
      }
      """
    )
    let loaded = try project.load()
    let expected = Pipeline("whole", line: 10) {
      Timeout(minutes: 2, line: 11)
      Stage("fetch", line: 7) {
        Script("fetch.py", .output("data/a.csv", line: 8), "--top", 10, line: 8)
      }
      for year in [2019, 2020] {
        Stage("clean-\(year)", "Clean", line: 14) {
          if year > 2019 { Upstream("fetch", line: 15) }
          Command(
            pieces: [
              .text("sort "), .input(Input("data/*.csv", place: Place(#fileID, 16))), .text(" > "),
              .output(Output("clean/\(year).csv", place: Place(#fileID, 16))),
            ],
            place: Place(#fileID, 16)
          )
        }
      }
    }
    #expect(loaded.pipeline.whole == expected.whole)
    #expect(loaded.root == project.root)
    #expect(loaded.manifestPath == "Pipeline.swift")
    #expect(loaded.warnings == [])
  }

  @Test func `every clause of many stages is read back with its line`() throws {
    let project = try ManifestProject(
      """
      import PipelineDescription
      let n = 3
      let pipeline = Pipeline("many") {
        Jobs(4)
        Limits(["api": 3])
        Limits(cores: 8, memory: .gibibytes(64))
        Retry(2)
        Timeout(.minutes(20))
        Stage("a") {
          Resources(cores: 2, memory: .gigabytes(8), ["gpu": 1, "api": 3])
          Retry(3, delay: .seconds(5), factor: 2, upTo: .minutes(5), jitter: 0.2, on: [.exit(75), .timeout])
          Exclusive("database")
          Priority(10)
          Timeout(minutes: 20)
        }
        Stage("b") {
          Resources(cores: n)
          Resources(["gpu": n, "gpu": 1])
          Resources(memory: .megabytes(0.5))
          Retry(n, delay: .minutes(n), factor: 1.5, upTo: .hours(1.5), on: [.signal(9), .missingOutput])
          Priority(-n)
        }
        Stage("c") {
          Retry(1, delay: .seconds(0.5), jitter: 0, on: [])
        }
        Stage("d") {
          Retry.never
        }
      }
      """
    )
    let expected = Pipeline("many", line: 3) {
      Jobs(4, line: 4)
      Limits(["api": 3], line: 5)
      Limits(cores: 8, memory: MemorySize(bytes: 68_719_476_736), line: 6)
      Retry(count: 2, place: Place(#fileID, 7))
      Timeout(seconds: 1200, line: 8)
      Stage("a", line: 9) {
        Resources(cores: 2, memory: MemorySize(bytes: 8e9), ["gpu": 1, "api": 3], line: 10)
        Retry(count: 3, delay: 5, failures: [.exit(75), .timeout], place: Place(#fileID, 11))
        Exclusive("database", line: 12)
        Priority(10, line: 13)
        Timeout(seconds: 1200, line: 14)
      }
      Stage("b", line: 16) {
        Resources(cores: 3, line: 17)
        Resources(["gpu": 3, "gpu": 1], line: 18)
        Resources(memory: MemorySize(bytes: 500_000), line: 19)
        Retry(
          count: 3,
          delay: 180,
          factor: 1.5,
          longestDelay: 5400,
          failures: [.signal(9), .missingOutput],
          place: Place(#fileID, 20)
        )
        Priority(-3, line: 21)
      }
      Stage("c", line: 23) {
        Retry(count: 1, delay: 0.5, jitter: 0, failures: [], place: Place(#fileID, 24))
      }
      Stage("d", line: 26) { Retry.never }
    }
    #expect(try project.load().pipeline.whole == expected.whole)
  }

  @Test func `a clause in the wrong place gets a hint to the right place`() throws {
    let project = try ManifestProject(
      """
      import PipelineDescription
      let pipeline = Pipeline("p") {
        Resources(cores: 2)
        Exclusive("a")
        Priority(3)
        Stage("s") {
          Jobs(4)
          Limits(["api": 3])
          Exclusive("a", "b")
        }
      }
      """
    )
    let fault = #expect(throws: ManifestFault.self) { try project.load() }
    guard case .compilation(_, let text) = fault else {
      Issue.record("\(String(describing: fault))")
      return
    }
    for (line, message) in [
      (3, "`Resources` belongs in a `Stage`; the amounts for all stages belong in `Limits`"),
      (4, "`Exclusive` belongs in a `Stage`"),
      (5, "`Priority` belongs in a `Stage`"),
      (7, "`Jobs` belongs in the `Pipeline`, not in a `Stage`"),
      (8, "`Limits` belongs in the `Pipeline`, not in a `Stage`"),
      (9, "write an `Exclusive` for each name"),
    ] {
      let lines = text.split(separator: "\n").filter { $0.contains("is unavailable: \(message)") }
      #expect(lines.contains { $0.hasPrefix("Pipeline.swift:\(line):") }, "\(message)")
    }
  }

  @Test func `other work runs in parallel if a cached manifest changes no file`() throws {
    let project = try ManifestProject(Self.small)
    var calls = 0
    // The loader must notice a save during compilation.
    _ = try project.load(whileRunning: { calls += 1 })
    #expect(calls == 0)
    _ = try project.load(whileRunning: { calls += 1 })
    #expect(calls == 1)
    try project.write("import Foundation\n" + Self.small, to: "Pipeline.swift")
    for _ in 0..<2 { _ = try project.load(whileRunning: { calls += 1 }) }
    #expect(calls == 1)
  }

  @Test func `only a changed manifest is compiled again`() throws {
    let project = try ManifestProject(Self.small + "// first")
    #expect(try project.load().compileTime != nil)
    #expect(try project.load().compileTime == nil)
    try project.write(Self.small.replacing("small", with: "other"), to: "Pipeline.swift")
    let changed = try project.load()
    #expect(changed.compileTime != nil)
    #expect(changed.pipeline.name == "other")
    try project.write(Self.small + "// first", to: "Pipeline.swift")
    #expect(try project.load().compileTime == nil)
  }

  @Test func `a location names its file if a manifest has several`() throws {
    let project = try ManifestProject(
      """
      import PipelineDescription
      let pipeline = Pipeline("p") {
        Stage("near") { Command("true") }
        far("a")
        far("b")
      }
      """
    )
    // The entry is the only other file that is compiled with a manifest.
    project.loader.sources.entry.text += """

      let limit = Parameter("limit", default: 3)
      func far(_ name: String) -> Stage {
        Stage(name) {
          Inputs("x", "y")
          Command("echo \\(limit)")
        }
      }
      """
    let pipeline = try project.load().pipeline
    #expect(pipeline.files == ["Pipeline.swift", "ManifestEntry.swift"])
    #expect(pipeline.stages.map(\.place.file) == [0, 1, 1])
    // One statement declares both: they are a family.
    #expect(pipeline.stages[1].place == pipeline.stages[2].place)
    #expect(pipeline.stages[0].place == Place(3))
    #expect(pipeline.parameters.map(\.place.file) == [1])
    let places = pipeline.stages[2].inputs.map(\.place) + pipeline.stages[2].steps.map(\.place)
    #expect(places.map(\.file) == [1, 1, 1])
  }

  @Test func `a tool with other sources compiles the manifest again`() throws {
    let project = try ManifestProject(Self.small)
    _ = try project.load()
    project.loader.sources.entry.text += "// newer"
    #expect(try project.load().compileTime != nil)
    #expect(try project.load().compileTime == nil)
  }

  @Test(arguments: [
    "", "no program", "#!/nonexistent", "#!/bin/sh\nexit 127", "#!/bin/sh\nkill -9 $$",
  ])
  func `an executable that does not start is built again`(damaged: String) throws {
    let project = try ManifestProject("let pipeline = Pipeline()")
    project.loader.sources = .tiny()
    try project.write("import PipelineDescription\nlet pipeline = Pipeline()", to: "Pipeline.swift")
    _ = try project.load()
    try Data(damaged.utf8).write(to: URL(fileURLWithPath: project.executable()))
    let loaded = try project.load()
    #expect(loaded.compileTime != nil)
    #expect(loaded.pipeline.name == "tiny")
    #expect(try project.load().compileTime == nil)
  }

  @Test func `an executable that another program has replaced is not run`() throws {
    let (project, other) = (try ManifestProject(), try ManifestProject())
    for (project, name) in [(project, "right"), (other, "other")] {
      let text = "import PipelineDescription\nlet pipeline = Pipeline(\"\(name)\") {}"
      try project.write(text, to: "Pipeline.swift")
      #expect(try project.load().pipeline.name == name)
    }
    let data = try Data(contentsOf: URL(fileURLWithPath: other.executable()))
    try data.write(to: URL(fileURLWithPath: project.executable()))
    let loaded = try project.load()
    #expect(loaded.pipeline.name == "right")
    #expect(loaded.compileTime != nil)
    #expect(try project.load().compileTime == nil)
  }

  @Test func `a slow manifest next compiles against the optimized module`()
    throws
  {
    let project = try ManifestProject()
    project.loader.sources = .tiny()
    project.loader.cacheFolder = "\(project.root)/cache"
    let modules = "\(project.root)/cache/modules"
    let slow = """
      import Foundation
      import PipelineDescription
      let pipeline: Pipeline = {
        while clock() < 300_000 {}  // microseconds of processor time
        return Pipeline()
      }()

      """
    try project.write("import PipelineDescription\nlet pipeline = Pipeline()", to: "Pipeline.swift")
    _ = try project.load()
    try project.write(slow, to: "Pipeline.swift")
    _ = try project.load()
    #expect(try CacheFolder.names(in: modules).count == 1)
    #expect(try project.load().compileTime == nil)
    try project.write(slow + "// edited", to: "Pipeline.swift")
    #expect(try project.load().compileTime != nil)
    #expect(try CacheFolder.names(in: modules).count == 2)
    #expect(try project.load().compileTime == nil)
  }

  @Test func `optimizing replaces the executable for all later runs`() throws {
    let project = try ManifestProject("import PipelineDescription\nlet pipeline = Pipeline()")
    project.loader.sources = .tiny()
    project.loader.cacheFolder = "\(project.root)/cache"
    _ = try project.load()
    let plain = try Data(contentsOf: URL(fileURLWithPath: project.executable()))
    project.loader.isOptimizing = true
    #expect(try project.load().compileTime != nil)
    #expect(try Data(contentsOf: URL(fileURLWithPath: project.executable())) != plain)
    project.loader.isOptimizing = false
    #expect(try project.load().compileTime == nil)
    try CacheFolder.remove(project.executable())
    CacheFolder.remove("\(project.root)/cache/modules")
    _ = try project.load()
    #expect(try CacheFolder.names(in: "\(project.root)/cache/modules").count == 1)
    #expect(try Data(contentsOf: URL(fileURLWithPath: project.executable())) != plain)
  }

  @Test func `a damaged module is built again`() throws {
    let project = try ManifestProject("import PipelineDescription\nlet pipeline = Pipeline()")
    project.loader.cacheFolder = "\(project.root)/cache"
    project.loader.sources = .tiny()
    _ = try project.load()
    let modules = "\(project.root)/cache/modules"
    for module in try FileManager.default.contentsOfDirectory(atPath: modules) {
      let file = "\(modules)/\(module)/PipelineDescription.swiftmodule"
      try Data("damaged".utf8).write(to: URL(fileURLWithPath: file))
    }
    try project.write(
      "import PipelineDescription\nlet  pipeline = Pipeline()",
      to: "Pipeline.swift"
    )
    #expect(try project.load().pipeline.name == "tiny")
  }

  @Test func `two loaders can load a manifest in parallel`() throws {
    let project = try ManifestProject("import PipelineDescription\nlet pipeline = Pipeline()")
    project.loader.cacheFolder = "\(project.root)/cache"
    project.loader.sources = .tiny()
    let loader = project.loader
    let location = try ManifestLocation.find(from: project.root)
    let names = Mutex<[String?]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      let loaded = try? loader.load(location) { _ in [] }
      let name = (try? loaded?.text.decode())?.pipeline.name
      names.withLock { $0.append(name) }
    }
    #expect(names.withLock { $0 } == ["tiny", "tiny", "tiny", "tiny"])
    let work = "\(project.root)/cache/work"
    #expect(try FileManager.default.contentsOfDirectory(atPath: work) == [])
  }

  @Test func `a manifest saved during compilation is compiled again`() throws {
    let project = try ManifestProject("import PipelineDescription\nlet pipeline = oops")
    project.loader.cacheFolder = "\(project.root)/cache"
    project.loader.sources = .tiny()
    // This compiler saves the manifest during its first run.
    let path = project.loader.searchPath ?? ""
    try project.write(
      """
      #!/bin/sh
      PATH='\(path)'; export PATH
      swiftc "$@"; status=$?
      case "$*" in *Pipeline.swift*)
        printf 'import PipelineDescription\\nlet pipeline = Pipeline()' > '\(project.root)/Pipeline.swift';;
      esac
      exit $status
      """,
      to: "bin/swiftc"
    )
    chmod("\(project.root)/bin/swiftc", 0o755)
    project.loader.searchPath = "\(project.root)/bin"
    #expect(try project.load().pipeline.name == "tiny")
    #expect(try project.load().compileTime == nil)
  }

  @Test func `an error of the compiler names the manifest and its line`() throws {
    let project = try ManifestProject()
    try project.write(
      "import PipelineDescription\n\nlet pipelines = Pipline(\"x\") {}",
      to: "stages/Pipeline.swift"
    )
    for _ in 0..<2 {
      let fault = #expect(throws: ManifestFault.self) { try project.load() }
      guard case .compilation("stages/Pipeline.swift", let text) = fault else {
        Issue.record("\(String(describing: fault))")
        return
      }
      #expect(text.hasPrefix("stages/Pipeline.swift:3:17: error: cannot find 'Pipline' in scope\n"))
      #expect(!text.contains("ManifestEntry"))
    }
    #expect(!FileManager.default.fileExists(atPath: try project.executable()))
  }

  @Test(arguments: ["", "let pipelines = Pipeline(\"x\") {}", "let pipeline = [1]"])
  func `a manifest without a pipeline gets a hint`(declaration: String) throws {
    let project = try ManifestProject("import PipelineDescription\n\(declaration)\n")
    let fault = #expect(throws: ManifestFault.self) { try project.load() }
    guard case .noPipeline("Pipeline.swift", _) = fault else {
      Issue.record("\(String(describing: fault))")
      return
    }
    let hint = "hint: it needs a global `let pipeline = Pipeline(\"name\") { … }`"
    #expect(fault?.messages.map { $0.text() }.joined().hasSuffix(hint) == true)
  }

  @Test func `the output of a manifest does no harm`() throws {
    let project = try ManifestProject(
      Self.small.replacing("let pipeline =", with: "let pipeline = say() ??")
        + "func say() -> Pipeline? { for _ in 0..<1000 { print(\"{}\\u{0}P\") }; return nil }"
    )
    #expect(try project.load().pipeline.name == "small")
  }

  @Test func `a manifest reads the current environment and files`() throws {
    let project = try ManifestProject(
      """
      import PipelineDescription
      let pipeline = Pipeline(Context.environment["NAME"] ?? "unset") {
        for file in Context.files("data/*.csv") + Context.files("none/*") {
          Stage("s") { Inputs(file) }
        }
      }
      """
    )
    var asked: [String] = []
    project.loader.environment = ["NAME=über\tall", "PATH=\(project.loader.searchPath ?? "")"]
    let loaded = try project.load(files: { pattern in
      asked.append(pattern)
      return pattern == "data/*.csv" ? ["data/a b.csv", "data/é\n.csv"] : []
    })
    #expect(loaded.pipeline.name == "über\tall")
    #expect(
      loaded.pipeline.stages.flatMap(\.inputs).map(\.path) == ["data/a b.csv", "data/é\n.csv"]
    )
    #expect(asked == ["data/*.csv", "none/*"])

    project.loader.environment = ["PATH=\(project.loader.searchPath ?? "")"]
    let again = try project.load()
    #expect(again.compileTime == nil)
    #expect(again.pipeline.whole == Pipeline("unset", line: 2) {}.whole)
  }

  /// An executable that misbehaves as its environment requests.
  private static let bad = """
    import PipelineDescription
    @_silgen_name("write") func cWrite(_: Int32, _: UnsafeRawPointer, _: Int) -> Int
    @_silgen_name("exit") func cExit(_: Int32) -> Never
    @_silgen_name("atexit") func cAtExit(_: @convention(c) () -> Void) -> Int32
    @_silgen_name("system") func cSystem(_: UnsafePointer<CChar>) -> Int32
    @_silgen_name("kill") func cKill(_: Int32, _: Int32) -> Int32
    @_silgen_name("getpid") func cProcess() -> Int32
    func say(_ text: String) { _ = Array(text.utf8).withUnsafeBytes { cWrite(3, $0.baseAddress!, $0.count) } }
    func act() -> Pipeline {
      switch Context.environment["ACT"] ?? "" {
      case "trap": _ = [Int]()[Int(Context.environment["INDEX"] ?? "1")!]
      case "killed": _ = cKill(cProcess(), 9)
      case "exit 0": cExit(0)
      case "exit 3": cExit(3)
      case "garbage": say("this is no message at all")
      case "cut": say("P\\u{9}\\u{0}\\u{0}\\u{0}\\u{0}\\u{0}\\u{0}\\u{0}half"); cExit(0)
      case "no JSON": say("P\\u{1}\\u{0}\\u{0}\\u{0}\\u{0}\\u{0}\\u{0}\\u{0}x"); cExit(0)
      case "huge": say("P\\u{7f}\\u{7f}\\u{7f}\\u{7f}\\u{7f}\\u{7f}\\u{7f}\\u{7f}")
      case "more": _ = cAtExit { say("S") }
      case "failing end": _ = cAtExit { cKillSelf() }
      case "orphan": _ = cSystem("sleep 60 >/dev/null 2>&1 & exit 0"); cExit(4)
      default: break
      }
      return Pipeline("good") {}
    }
    func cKillSelf() { _ = cKill(cProcess(), 9) }
    let pipeline = act()
    """

  @Test(arguments: [
    ("trap", ManifestFault.crashed(path: "Pipeline.swift", signal: 4)),
    ("killed", .crashed(path: "Pipeline.swift", signal: 9)),
    ("exit 0", .exited(path: "Pipeline.swift", status: 0)),
    ("exit 3", .exited(path: "Pipeline.swift", status: 3)),
    ("garbage", .garbage(path: "Pipeline.swift")),
    ("cut", .garbage(path: "Pipeline.swift")),
    ("no JSON", .garbage(path: "Pipeline.swift")),
    ("huge", .garbage(path: "Pipeline.swift")),
    ("more", .garbage(path: "Pipeline.swift")),
    ("failing end", .crashed(path: "Pipeline.swift", signal: 9)),
    ("orphan", .exited(path: "Pipeline.swift", status: 4)),
  ])
  func `a misbehaving manifest is a fault and does not hang the tool`(
    act: String,
    fault: ManifestFault
  ) throws {
    let project = try ManifestProject(Self.bad)
    let path = "PATH=\(project.loader.searchPath ?? "")"
    project.loader.environment = ["ACT=\(act)", path]
    let clock = ContinuousClock()
    let time = clock.measure {
      #expect(throws: fault) { try project.load() }
    }
    #expect(time < .seconds(30))
    project.loader.environment = [path]
    #expect(try project.load().pipeline.name == "good")
  }

  @Test func `without a compiler only cached manifests load`() throws {
    let project = try ManifestProject(Self.small)
    _ = try project.load()
    project.loader.searchPath = "/nonexistent:"
    #expect(try project.load().pipeline.name == "small")
    try project.write(Self.small + "// changed", to: "Pipeline.swift")
    #expect(throws: ManifestFault.noCompiler(path: "Pipeline.swift")) { try project.load() }
  }

  @Test func `without a home the loader compiles without a cache and says so`() throws {
    let project = try ManifestProject("import PipelineDescription\nlet pipeline = Pipeline()")
    project.loader.sources = .tiny()
    project.loader.temporaryFolder = project.root
    project.loader.cacheFolder = nil
    let loaded = try project.load()
    #expect(loaded.pipeline.name == "tiny")
    #expect(loaded.warnings == [.noCache(.noHome)])
    #expect(try FileManager.default.contentsOfDirectory(atPath: project.root) == ["Pipeline.swift"])
  }

  @Test func `the loader does not use a cache that it cannot create or trust`() throws {
    let project = try ManifestProject("import PipelineDescription\nlet pipeline = Pipeline()")
    project.loader.sources = .tiny()
    let file = "\(project.root)/Pipeline.swift/cache"
    project.loader.cacheFolder = file
    #expect(
      try project.load().warnings == [
        .noCache(.unwritable(folder: file, reason: "Not a directory"))
      ]
    )
    let open = "\(project.root)/open"
    try FileManager.default.createDirectory(atPath: open, withIntermediateDirectories: false)
    chmod(open, 0o777)
    project.loader.cacheFolder = open
    #expect(try project.load().warnings == [.noCache(.unsafe(folder: open))])
    #expect(try project.load().compileTime != nil)
  }

  @Test func `the tool carries every source of the module`() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/PipelineDescription")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let carried = EmbeddedSources.ofTool.module.filter { $0.name != "HandOver.swift" }
    #expect(carried.map(\.name).sorted() == names.filter { $0.hasSuffix(".swift") }.sorted())
    for file in carried {
      let bytes = try Data(contentsOf: folder.appendingPathComponent(file.name))
      #expect(Array(file.text.utf8) == Array(bytes), "\(file.name)")
    }
  }
}
