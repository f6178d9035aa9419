import Foundation
import PipelinePlanning
import Testing

struct SHA256Tests {
  /// Source: NIST, Cryptographic Standards and Guidelines, example values for SHA-256, and the short
  /// messages of the Secure Hash Algorithm Validation System.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func `published examples have their published digests`(text: String, digest: String) {
    #expect(SHA256.hexDigest(of: Array(text.utf8)) == digest)
  }

  @Test func `every length around a block has the digest that sha256sum gives`() throws {
    let tool = "/usr/bin/sha256sum"
    guard FileManager.default.isExecutableFile(atPath: tool) else { return }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let lengths = Array(0...130) + [1000, 4095, 65_537]
    func bytes(_ length: Int) -> [UInt8] {
      (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    }
    for length in lengths {
      try Data(bytes(length)).write(to: folder.appendingPathComponent("\(length)"))
    }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: tool)
    process.arguments = lengths.map(String.init)
    process.currentDirectoryURL = folder
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == lengths.count)
    for (length, line) in zip(lengths, lines) {
      #expect(SHA256.hexDigest(of: bytes(length)) == line.prefix(64), "\(length) bytes")
    }
  }

  @Test func `the size of the chunks does not change the digest`() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
    for step in [1, 3, 63, 64, 65, 128, 999] {
      var hash = SHA256()
      for start in stride(from: 0, to: bytes.count, by: step) {
        hash.update(Array(bytes[start..<min(start + step, bytes.count)]))
      }
      #expect(hash.hexDigest() == SHA256.hexDigest(of: bytes))
    }
  }
}
