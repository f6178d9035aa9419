import PipelineReporting
import Testing

@testable import pipeline

/// What `pipeline init` writes, and what it says.
struct InitialPipelineTests {
  @Test func `with a compiler the manifest is Swift, without one JSON`() {
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

  @Test func `any manifest in the folder is in the way, whatever its form`() {
    let expected = [
      "Pipeline.swift", "pipeline.json", "stages/Pipeline.swift", "stages/summarize.sh",
      "data/readings.csv",
    ]
    #expect(InitialPipeline(hasSwiftCompiler: true).reservedPaths == expected)
    #expect(InitialPipeline(hasSwiftCompiler: false).reservedPaths == expected)
  }

  @Test(arguments: [true, false])
  func `every file is text that ends in one line end, without tabs or long lines`(
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
  func `gitignore gets only the lines it lacks`(contents: String?, appended: String) {
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
    #expect(
      report.text == """
        wrote a small pipeline:
          Pipeline.swift       the manifest: two stages
          stages/summarize.sh  the script of the second stage
          data/readings.csv    what the first stage reads
          .gitignore           now ignores .pipeline/ and results/
        next:
          pipeline            run it
          pipeline --dry-run  what would run now, and why

        """
    )
  }

  @Test func `the report says why the manifest is JSON, and where the pipeline is`() {
    let pipeline = InitialPipeline(hasSwiftCompiler: false)
    let report = InitReport(
      form: .json,
      files: pipeline.files,
      ignoredLines: [],
      directory: "my study's"
    )
    #expect(
      report.text == """
        wrote a small pipeline:
          pipeline.json        the manifest: two stages
          stages/summarize.sh  the script of the second stage
          data/readings.csv    what the first stage reads
        its manifest is JSON, because no Swift compiler (swiftc) was found
        next:
          pipeline -C 'my study'\\''s'            run it
          pipeline -C 'my study'\\''s' --dry-run  what would run now, and why

        """
    )
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

  @Test func `what is in the way is listed`() {
    let fault = InitFault.taken(["Pipeline.swift", "data"])
    #expect(fault.exitStatus == 2)
    #expect(
      fault.message().text() == """
        error: `pipeline init` overwrites nothing, and 2 files are already there
          there:  Pipeline.swift
          there:  data
        hint: choose another folder (`pipeline init -C DIR`), or move what is there
        """
    )
  }

  @Test func `what the system refuses is named, with what was written before`() {
    let fault = InitFault.notWritten("data", errno: 13, before: ["Pipeline.swift"])
    #expect(fault.exitStatus == 3)
    #expect(
      fault.message().text() == """
        error: `data` cannot be written
          reason:          Permission denied
          written before:  Pipeline.swift
        hint: may files be made in this folder, and is there room on the disk?
        """
    )
  }
}
