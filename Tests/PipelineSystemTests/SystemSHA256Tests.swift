import Foundation
import PipelinePlanning
import Testing

@testable import PipelineSystem

/// The system's SHA-256, compared with the project's, which has tests with FIPS 180-4 vectors.
struct SystemSHA256Tests {
  /// Without a system implementation, there is nothing to compare.
  private static let isThere = SystemSHA256() != nil

  @Test(.enabled(if: isThere, "the system has no library with SHA-256"))
  func `both implementations give the same digest for all chunk sizes`() throws {
    for sizes in [[], [0], [1], [55], [64, 64], [63, 1, 1000], [1000, 0, 7], Array(1...80)] {
      let system = try #require(SystemSHA256())
      var own = SHA256()
      for size in sizes {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ size) }
        system.update(bytes)
        own.update(bytes)
      }
      #expect(system.digest() == own.digest(), "\(sizes)")
    }
  }

  @Test func `the system and the project's code give the same digest for a large file`() throws {
    let scratch = try Scratch()
    let bytes = (0..<(3 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    try Data(bytes).write(to: URL(fileURLWithPath: scratch.file("large")))
    let files = LocalFileSystem(resolver: PathResolver(root: scratch.path, home: nil))
    let digest = try files.digest(of: Path("large"), while: { true })
    var own = SHA256()
    own.update(bytes)
    #expect(digest?.bytes == own.digest())
  }
}
