import Foundation
import PipelinePlanning
import PipelineTestSupport
import Testing

@testable import PipelineSystem

/// The system's SHA-256 beside the project's own, which is tested against the vectors of FIPS 180-4.
struct SystemSHA256Tests {
  /// Where the system has none, the own code is used, and there is nothing to compare.
  private static let isThere = SystemSHA256() != nil

  @Test(.enabled(if: isThere, "the system has no library with SHA-256"), arguments: 0..<50)
  func `both give the same digest, however the bytes come in`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let system = try #require(SystemSHA256())
    var own = SHA256()
    for _ in 0..<Int.random(in: 0...20, using: &random) {
      let count = Int.random(in: 0...1000, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      system.update(bytes)
      own.update(bytes)
    }
    #expect(system.digest() == own.digest())
  }

  @Test func `a large file has the digest that the own code gives`() throws {
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
