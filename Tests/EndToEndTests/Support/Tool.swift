import Foundation
import Testing

/// The binary under test, and what every start of it has in common.
enum Tool {
  /// The built tool, which lies beside the bundle of the tests.
  static let path: String = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundlePath
    let place = bundle ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: place).deletingLastPathComponent().path + "/pipeline"
  }()

  /// The cache of compiled manifests, one for all tests of a run: the user's own is never touched.
  static let cacheFolder: String = {
    let path = NSTemporaryDirectory() + "/pipeline-e2e-cache-\(UUID().uuidString)"
    atexit { try? FileManager.default.removeItem(atPath: Tool.cacheFolder) }
    return path
  }()

  /// The environment of a start, before a test adds to it.
  static func environment(home: String, marker: String) -> [String: String] {
    [
      "PATH": searchPath,
      "HOME": home,
      "XDG_CACHE_HOME": cacheFolder,
      "LANG": "C.UTF-8",
      "TZ": "UTC",
      "PIPELINE_TEST": marker,
      // One after the other, so that outputs can be compared whole; tests of more say so.
      "PIPELINE_JOBS": "1",
    ]
  }

  /// Where programs are looked for: the compiler's folder, then those of the system.
  static let searchPath: String = {
    let own = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = own.split(separator: ":").map(String.init)
    let compiler = folders.first { FileManager.default.isExecutableFile(atPath: $0 + "/swiftc") }
    return ([compiler].compactMap { $0 } + ["/usr/local/bin", "/usr/bin", "/bin"])
      .joined(separator: ":")
  }()

  /// Whether manifests in Swift can be tried.
  static let hasCompiler = searchPath.split(separator: ":").contains {
    FileManager.default.isExecutableFile(atPath: $0 + "/swiftc")
  }

  /// Whether the tests run as root, whom no permission stops.
  static let isRoot = getuid() == 0
}
