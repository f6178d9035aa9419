import Foundation
import Testing

/// The binary under test, and the settings that all its starts share.
enum Tool {
  /// The path of the built tool, which is beside the bundle of the tests.
  static let path: String = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundlePath
    let place = bundle ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: place).deletingLastPathComponent().path + "/pipeline"
  }()

  /// The cache of compiled manifests.
  ///
  /// All tests of a run share it and never touch the user's cache.
  static let cacheFolder: String = {
    let path = NSTemporaryDirectory() + "/pipeline-e2e-cache-\(UUID().uuidString)"
    atexit { try? FileManager.default.removeItem(atPath: Tool.cacheFolder) }
    return path
  }()

  /// Returns the environment of a start, before a test adds to it.
  static func environment(home: String, marker: String) -> [String: String] {
    [
      "PATH": searchPath,
      "HOME": home,
      "XDG_CACHE_HOME": cacheFolder,
      "LANG": "C.UTF-8",
      "TZ": "UTC",
      "PIPELINE_TEST": marker,
      // Stages run one at a time so that tests can compare whole outputs. Some tests override it.
      "PIPELINE_JOBS": "1",
    ]
  }

  /// The search path for programs: the compiler's folder, then the folders of the system.
  static let searchPath: String = {
    let own = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = own.split(separator: ":").map(String.init)
    let compiler = folders.first { FileManager.default.isExecutableFile(atPath: $0 + "/swiftc") }
    return ([compiler].compactMap { $0 } + ["/usr/local/bin", "/usr/bin", "/bin"])
      .joined(separator: ":")
  }()

  /// Whether a Swift compiler is available for Swift manifests.
  static let hasCompiler = searchPath.split(separator: ":").contains {
    FileManager.default.isExecutableFile(atPath: $0 + "/swiftc")
  }

  /// Whether the tests run as root, which ignores file permissions.
  static let isRoot = getuid() == 0
}
