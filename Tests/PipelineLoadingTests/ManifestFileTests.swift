import Foundation
import PipelineDescription
import PipelineLoading
import PipelinePlanning
import PipelineSystem
import Testing

struct ManifestFileTests {
  @Test(.timeLimit(.minutes(1)))
  func `the loader immediately refuses a path that is not a file`() throws {
    let project = try ManifestProject()
    let path = "\(project.root)/Pipeline.swift"
    #expect(throws: ManifestFault.notFound(lookedIn: [project.root])) {
      try project.loader.load(
        ManifestLocation.find(from: project.root, directory: "."),
        files: { _ in [] }
      )
    }
    mkfifo(path, 0o600)
    #expect(throws: ManifestFault.notAFile(path: "Pipeline.swift", kind: .pipe)) {
      try project.load()
    }
    unlink(path)
    mkdir(path, 0o700)
    #expect(throws: ManifestFault.notAFile(path: "Pipeline.swift", kind: .folder)) {
      try project.load()
    }
    rmdir(path)
    symlink("/dev/zero", path)
    #expect(throws: ManifestFault.notAFile(path: "Pipeline.swift", kind: .device)) {
      try project.load()
    }
    unlink(path)
    symlink("nowhere", path)
    #expect(throws: ManifestFault.missing(path: "Pipeline.swift")) { try project.load() }
    unlink(path)
    symlink("Pipeline.swift", path)
    let loop = ManifestFault.unreadable(
      path: "Pipeline.swift",
      reason: "Too many levels of symbolic links"
    )
    #expect(throws: loop) { try project.load() }
    unlink(path)
    try project.write("", to: "Pipeline.swift")
    #expect(throws: ManifestFault.empty(path: "Pipeline.swift")) { try project.load() }
  }

  @Test func `a manifest that others may write to loads with a warning`() throws {
    let project = try ManifestProject(#"{"name": "p", "stages": []}"#, named: "pipeline.json")
    #expect(try project.load().warnings == [])
    chmod("\(project.root)/pipeline.json", 0o666)
    #expect(try project.load().warnings == [.writableByOthers(path: "pipeline.json")])
    guard geteuid() == 0 else { return }
    chmod("\(project.root)/pipeline.json", 0o600)
    chown("\(project.root)/pipeline.json", 12345, 12345)
    #expect(try project.load().warnings == [.ownedByAnother(path: "pipeline.json")])
  }

  @Test func `the loader reads a large file completely`() throws {
    let project = try ManifestProject(String(repeating: "0123456789", count: 100_000))
    let file = try ManifestFile(reading: "\(project.root)/Pipeline.swift", shown: "x")
    #expect(file.bytes.count == 1_000_000)
    #expect(file.bytes.suffix(10) == Array("0123456789".utf8)[...])
  }

  @Test func `a JSON manifest needs no compiler and no cache`() throws {
    let project = try ManifestProject(
      "{\n\"name\": \"p\",\n\"stages\": [\n{\"name\": \"s\"}]}",
      named: "pipeline.json"
    )
    project.loader.searchPath = nil
    project.loader.cacheFolder = nil
    let loaded = try project.load()
    #expect(loaded.pipeline.stages.map(\.place.line) == [4])
    #expect(loaded.manifestPath == "pipeline.json")
    #expect(loaded.compileTime == nil)
    #expect(loaded.warnings == [])
  }
}
