import Foundation
import PipelineDescription
import PipelinePlanning
import PipelineSystem

@testable import PipelineLoading

/// A folder with a manifest in it, gone when the test is over, and a loader that keeps what it
/// compiles in a cache that all tests share.
final class ManifestProject {
  let root: String
  var loader: ManifestLoader

  /// The cache of the tests, so that the module is compiled once; never the user's.
  static let cacheFolder: String = {
    atexit { try? FileManager.default.removeItem(atPath: ManifestProject.cacheFolder) }
    return ManifestProject.temporaryFolder("cache")
  }()

  init(_ manifest: String? = nil, named name: String = "Pipeline.swift") throws {
    root = Self.temporaryFolder("project")
    loader = ManifestLoader { ProcessInfo.processInfo.environment[$0] }
    loader.cacheFolder = Self.cacheFolder
    if let manifest { try write(manifest, to: name) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: root)
  }

  /// Writes a file into the project.
  func write(_ text: String, to path: String) throws {
    let url = URL(fileURLWithPath: "\(root)/\(path)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(text.utf8).write(to: url)
  }

  /// Finds the manifest, loads and decodes it.
  func load(
    whileRunning: () -> Void = {},
    files: (String) -> [String] = { _ in [] }
  ) throws -> WholeManifest {
    let location = try ManifestLocation.find(from: root)
    return try WholeManifest(loader.load(location, whileRunning: whileRunning, files: files))
  }

  /// The path of the compiled manifest.
  func executable() throws -> String {
    let location = try ManifestLocation.find(from: root)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: location.path)))
    let cache = CacheFolder(path: loader.cacheFolder ?? "")
    let compiler = loader.compiler(in: cache)
    return cache.path(
      of: compiler.executable(of: compiler.entry(for: bytes, at: location)) ?? "none"
    )
  }

  /// Makes a new folder of its own, without links in its path.
  static func temporaryFolder(_ name: String) -> String {
    var template = Array("/tmp/pipeline-\(name)-XXXXXX".utf8CString)
    let path = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
    return URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }
}

/// A manifest that has been read and decoded.
@dynamicMemberLookup
struct WholeManifest {
  private let loaded: LoadedManifest
  let pipeline: Pipeline

  init(_ loaded: LoadedManifest) throws {
    self.loaded = loaded
    pipeline = try loaded.text.decode().pipeline
  }

  subscript<Value>(dynamicMember path: KeyPath<LoadedManifest, Value>) -> Value {
    loaded[keyPath: path]
  }
}

extension ManifestJSON {
  /// Returns the declarations of a JSON text.
  static func pipeline(of text: String) throws -> Pipeline {
    try ManifestJSON(bytes: Array(text.utf8), isAnswer: false, path: "p.json").decode().pipeline
  }
}

extension EmbeddedSources {
  /// A module that compiles in a moment and always hands over a pipeline of the same name.
  static func tiny(named name: String = "tiny") -> EmbeddedSources {
    let json = "{\"name\":\"\(name)\",\"line\":1,\"stages\":[]}"
    let module = """
      public struct Pipeline { public init() {} }
      @_silgen_name("write") func send(_: Int32, _: UnsafeRawPointer, _: Int) -> Int
      public func handOver(_ pipeline: Pipeline) {
        let json = Array(#"\(json)"#.utf8)
        let empty = [UInt8](repeating: 0, count: 7)
        let bytes = [83, 0] + empty + [80, UInt8(json.count)] + empty + json
        _ = bytes.withUnsafeBytes { send(3, $0.baseAddress!, $0.count) }
      }
      """
    let entry = """
      import PipelineDescription
      @main enum Entry { static func main() { handOver(pipeline) } }
      """
    return EmbeddedSources(
      module: [File(name: "Module.swift", text: module)],
      entry: File(name: "Entry.swift", text: entry)
    )
  }
}
