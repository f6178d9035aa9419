import Foundation
import Testing

@testable import pipeline

/// The effect of `pipeline init` on a real folder, which is new for each test.
final class InitialPipelineWriterTests {
  /// The folder of this test.
  private let root = FileManager.default.temporaryDirectory
    .appending(path: "pipeline-init-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: root)
  }

  /// Runs `init` in the folder, or in one below it.
  private func create(in folder: String? = nil, hasSwiftCompiler: Bool = true) throws(InitFault)
    -> InitReport
  {
    let directory = folder.map { "\(root.path)/\($0)" } ?? root.path
    return try InitialPipelineWriter(directory: directory)
      .create(InitialPipeline(hasSwiftCompiler: hasSwiftCompiler))
  }

  /// Puts a file into the folder.
  private func put(_ contents: String, at path: String) throws {
    let file = root.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(contents.utf8).write(to: file)
  }

  /// Every file of the folder with its contents.
  private func files() throws -> [String: String] {
    var files: [String: String] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
      let file = root.appending(path: path)
      guard let data = try? Data(contentsOf: file) else { continue }
      files[path] = String(decoding: data, as: UTF8.self)
    }
    return files
  }

  @Test(arguments: [true, false])
  func `an empty folder gets every file`(hasSwiftCompiler: Bool) throws {
    let pipeline = InitialPipeline(hasSwiftCompiler: hasSwiftCompiler)
    let report = try create(hasSwiftCompiler: hasSwiftCompiler)
    var expected = Dictionary(uniqueKeysWithValues: pipeline.files.map { ($0.path, $0.contents) })
    expected[".gitignore"] = ".pipeline/\nresults/\n"
    #expect(try files() == expected)
    #expect(report.files == pipeline.files)
    #expect(report.ignoredLines == [".pipeline/", "results/"])
  }

  @Test func `init creates a missing folder and its parents`() throws {
    _ = try create(in: "new/study/")
    #expect(try files().keys.contains("new/study/Pipeline.swift"))
  }

  @Test func `init keeps the existing files`() throws {
    try put("mine", at: "data/mine.csv")
    try put("*.o\n.pipeline/", at: ".gitignore")
    let report = try create()
    #expect(try files()["data/mine.csv"] == "mine")
    #expect(try files()[".gitignore"] == "*.o\n.pipeline/\nresults/\n")
    #expect(report.ignoredLines == ["results/"])
  }

  @Test func `init writes nothing if a file blocks it`() throws {
    try put("mine", at: "pipeline.json")
    try put("mine", at: "data/readings.csv")
    try put("mine", at: ".gitignore/x")
    let link = root.appending(path: "stages").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nowhere")
    let before = try files()
    #expect(
      throws: InitFault.taken(["pipeline.json", "data/readings.csv", "stages", ".gitignore"])
    ) {
      try self.create()
    }
    #expect(try files() == before)
  }

  @Test func `an error names the file that is in place of the folder`() throws {
    try put("mine", at: "study")
    #expect(
      throws: InitFault.notWritten("\(root.path)/study", errno: ENOTDIR, before: [])
    ) {
      try self.create(in: "study")
    }
  }
}
