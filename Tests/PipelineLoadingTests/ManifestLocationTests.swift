import Foundation
import PipelineLoading
import PipelinePlanning
import PipelineReporting
import Testing

struct ManifestLocationTests {
  @Test(
    arguments: [
      (["/a/p/Pipeline.swift"], "/a/p", nil, "/a/p", "/a/p/Pipeline.swift"),
      (["/a/p/Pipeline.swift"], "/a/p/data/raw", nil, "/a/p", "/a/p/Pipeline.swift"),
      (["/a/p/stages/Pipeline.swift"], "/a/p/data", nil, "/a/p", "/a/p/stages/Pipeline.swift"),
      (["/a/p/stages/Pipeline.swift"], "/a/p/stages", nil, "/a/p", "/a/p/stages/Pipeline.swift"),
      (["/a/p/stages/pipeline.json"], "/a/p/stages/x", nil, "/a/p", "/a/p/stages/pipeline.json"),
      (
        ["/a/p/Pipeline.swift", "/a/p/pipeline.json", "/a/p/stages/Pipeline.swift"], "/a/p", nil,
        "/a/p", "/a/p/Pipeline.swift"
      ),
      (
        ["/a/p/pipeline.json", "/a/p/stages/Pipeline.swift"], "/a/p", nil, "/a/p",
        "/a/p/pipeline.json"
      ),
      (["/a/Pipeline.swift", "/a/p/pipeline.json"], "/a/p/q", nil, "/a/p", "/a/p/pipeline.json"),
      (["/a/Pipeline.swift"], "/a/p/stages", nil, "/a", "/a/Pipeline.swift"),
      (["/Pipeline.swift"], "/a/p", nil, "/", "/Pipeline.swift"),
      (["/stages/Pipeline.swift"], "/", nil, "/", "/stages/Pipeline.swift"),
      (["/a/p/Pipeline.swift"], "/b", "/a/p", "/a/p", "/a/p/Pipeline.swift"),
      (["/a/p/stages/Pipeline.swift"], "/b", "/a/p", "/a/p", "/a/p/stages/Pipeline.swift"),
      (["/a/stages/Pipeline.swift"], "/b", "/a/stages", "/a/stages", "/a/stages/Pipeline.swift"),
    ] as [([String], String, String?, String, String)]
  )
  func `the nearest folder wins, and Swift precedes JSON and stages`(
    files: [String],
    folder: String,
    root: String?,
    foundRoot: String,
    path: String
  ) throws {
    let found = try ManifestLocation.search(from: folder, root: root, exists: files.contains)
    let form: ManifestLocation.Form = path.hasSuffix("swift") ? .swift : .json
    #expect(found == ManifestLocation(root: foundRoot, path: path, form: form))
  }

  @Test func `a missing manifest lists the searched folders`() {
    #expect(throws: ManifestFault.notFound(lookedIn: ["/a/b", "/a", "/"])) {
      try ManifestLocation.search(from: "/a/b", root: nil, exists: { _ in false })
    }
    // With a root the search skips parent folders.
    #expect(throws: ManifestFault.notFound(lookedIn: ["/a/b"])) {
      try ManifestLocation.search(from: "/x", root: "/a/b", exists: { $0 == "/a/Pipeline.swift" })
    }
  }

  @Test(
    arguments: [
      ("/a/p/graph.json", nil, "/a/p", "graph.json"),
      ("/a/p/stages/Other.swift", nil, "/a/p", "stages/Other.swift"),
      ("/a/p/Other.swift", "/b", "/b", "/a/p/Other.swift"),
      ("/a/bb/Other.swift", "/a/b", "/a/b", "/a/bb/Other.swift"),
      ("/graph.json", nil, "/", "graph.json"),
    ] as [(String, String?, String, String)]
  )
  func `a named manifest follows the same rule`(
    path: String,
    root: String?,
    foundRoot: String,
    shown: String
  ) throws {
    let found = try ManifestLocation.named(path, shown: "x", root: root) { _ in true }
    #expect(found.root == foundRoot)
    #expect(found.shownPath == shown)
  }

  @Test func `a file name without a Swift or JSON extension is refused`() {
    #expect(throws: ManifestFault.unsupported(path: "p.yaml")) {
      try ManifestLocation.named("/a/p.yaml", shown: "p.yaml", root: nil) { _ in true }
    }
  }

  @Test func `the command line's paths are relative to the current folder`() throws {
    let project = try ManifestProject("x", named: "sub/stages/Pipeline.swift")
    try project.write("{}", to: "other/graph.json")
    let root = project.root
    let named = try ManifestLocation.find(
      from: "\(root)/other",
      manifest: "../sub/stages/Pipeline.swift"
    )
    #expect(named.root == "\(root)/sub")
    #expect(named.shownPath == "stages/Pipeline.swift")
    let both = try ManifestLocation.find(
      from: "\(root)/other",
      directory: "../sub/./",
      manifest: "graph.json"
    )
    #expect(both.root == "\(root)/sub")
    #expect(both.path == "\(root)/other/graph.json")
    let directory = try ManifestLocation.find(from: root, directory: "sub")
    #expect(directory == named)
    #expect(throws: ManifestFault.notFound(lookedIn: ["\(root)/other"])) {
      try ManifestLocation.find(from: root, directory: "other")
    }
    #expect(throws: ManifestFault.noRoot(path: "none")) {
      try ManifestLocation.find(from: root, directory: "none")
    }
    #expect(throws: ManifestFault.noRoot(path: "other/graph.json")) {
      try ManifestLocation.find(from: root, directory: "other/graph.json")
    }
    for missing in ["none.swift", "none/x.swift", "other/graph.json/x.json"] {
      #expect(throws: ManifestFault.missing(path: missing)) {
        try ManifestLocation.find(from: root, manifest: missing)
      }
    }
  }
}
