import PipelineReporting
import RecordedTexts
import Testing

@testable import pipeline

/// The files and the report of `pipeline init`.
struct InitialPipelineTests {
  @Test func `init writes a Swift manifest with a compiler, and JSON without one`() {
    let swift = InitialPipeline(hasSwiftCompiler: true)
    let json = InitialPipeline(hasSwiftCompiler: false)
    #expect(
      swift.files.map(\.path) == ["Pipeline.swift", "stages/summarize.sh", "data/readings.csv"]
    )
    #expect(
      json.files.map(\.path) == ["pipeline.json", "stages/summarize.sh", "data/readings.csv"]
    )
    #expect(swift.files.dropFirst() == json.files.dropFirst())
    #expect(swift.folders == ["stages", "data"])
  }

  @Test func `an existing manifest of any form blocks init`() {
    let expected = [
      "Pipeline.swift", "pipeline.json", "stages/Pipeline.swift", "stages/summarize.sh",
      "data/readings.csv",
    ]
    #expect(InitialPipeline(hasSwiftCompiler: true).reservedPaths == expected)
    #expect(InitialPipeline(hasSwiftCompiler: false).reservedPaths == expected)
  }

  @Test(arguments: [true, false])
  func `every file ends in one line break and has no tabs or long lines`(
    hasSwiftCompiler: Bool
  ) {
    for file in InitialPipeline(hasSwiftCompiler: hasSwiftCompiler).files {
      #expect(file.contents.hasSuffix("\n") && !file.contents.hasSuffix("\n\n"))
      #expect(!file.contents.contains("\t"))
      #expect(file.contents.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }
  }

  @Test func `both forms name the same files`() {
    for name in [
      "\"weather\"", "\"clean\"", "\"summary\"", "grep -v ',$' ", "data/readings.csv",
      "results/complete.csv", "stages/summarize.sh", "results/summary.txt", "\"--unit\"", "\"C\"",
    ] {
      #expect(InitialPipeline.swiftManifest.contains(name))
      #expect(InitialPipeline.jsonManifest.contains(name))
    }
  }

  /// Contents of a `.gitignore` and what is appended to them.
  static let ignored: [(contents: String?, appended: String)] = [
    (nil, ".pipeline/\nresults/\n"),
    ("", ".pipeline/\nresults/\n"),
    ("*.o\n", ".pipeline/\nresults/\n"),
    ("*.o", "\n.pipeline/\nresults/\n"),
    (".pipeline/\n", "results/\n"),
    ("/.pipeline\r\nx\r\n", "results/\n"),
    ("results", "\n.pipeline/\n"),
    ("/results/  \n.pipeline", ""),
    ("# results/\n!.pipeline/\nresults/x\n", ".pipeline/\nresults/\n"),
  ]

  @Test(arguments: ignored)
  func `init adds only the missing lines to gitignore`(contents: String?, appended: String) {
    #expect(InitialPipeline.ignoredText(appendedTo: contents) == appended)
  }

  @Test func `the report names each file and what to do next`() {
    let pipeline = InitialPipeline(hasSwiftCompiler: true)
    let report = InitReport(
      form: .swift,
      files: pipeline.files,
      ignoredLines: [".pipeline/", "results/"],
      directory: nil
    )
    expectRecorded(report.text)
  }

  @Test func `the report says why the manifest is JSON, and where the pipeline is`() {
    let pipeline = InitialPipeline(hasSwiftCompiler: false)
    let report = InitReport(
      form: .json,
      files: pipeline.files,
      ignoredLines: [],
      directory: "my study's"
    )
    expectRecorded(report.text)
  }

  /// A folder and how the next steps name it.
  static let directories = [
    ("study", "study"), ("../a_b-2/\u{e9}", "../a_b-2/\u{e9}"), ("a b", "'a b'"), ("-n", "./-n"),
    ("$(x)", "'$(x)'"), ("~/x", "'~/x'"),
  ]

  @Test(arguments: directories)
  func `the next steps can be pasted into a shell`(directory: String, shown: String) {
    let report = InitReport(form: .swift, files: [], ignoredLines: [], directory: directory)
    #expect(report.text.contains("\n  pipeline -C \(shown)   "))
  }

  @Test func `init lists the files that block it`() {
    let fault = InitFault.taken(["Pipeline.swift", "data"])
    #expect(fault.exitStatus == 2)
    expectRecorded(fault.message().text())
  }

  @Test func `a write error names the file and the files already written`() {
    let fault = InitFault.notWritten("data", errno: 13, before: ["Pipeline.swift"])
    #expect(fault.exitStatus == 3)
    expectRecorded(fault.message().text())
  }
}
