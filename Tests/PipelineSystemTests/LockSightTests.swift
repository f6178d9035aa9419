import Foundation
import PipelinePlanning
import Testing

@testable import PipelineSystem

extension SystemTests {
  /// The state of a lock that is visible without taking it.
  @Suite struct LockSightTests {
    private let path = NSTemporaryDirectory() + "/pipeline-lock-\(UUID().uuidString)"

    private func sight(thorough: Bool = false) -> LockSight {
      RunLock.sight(Path(path), host: "here", isThorough: thorough)
    }

    private func holder(_ pid: Int32, host: String = "here") -> LockHolder {
      LockHolder(pid: pid, since: "s", host: host, command: "pipeline")
    }

    @Test func `a lock file without a holder is free, and a look creates no file`() throws {
      #expect(sight() == .free)
      #expect(!FileManager.default.fileExists(atPath: path))
      defer { try? FileManager.default.removeItem(atPath: path) }
      for text in ["", "pid x\n", "\u{0}garbage"] {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        #expect(sight() == .free)
        #expect(sight(thorough: true) == .free)
      }
    }

    @Test func `a look reports the holder until it releases the lock`() throws {
      defer { try? FileManager.default.removeItem(atPath: path) }
      let holder = holder(getpid())
      let lock = try RunLock.acquire(path, holder: holder)
      #expect(sight() == .held(holder))
      withExtendedLifetime(lock) {}
    }

    @Test func `the text of a dead process or of another machine is no lock`() throws {
      defer { try? FileManager.default.removeItem(atPath: path) }
      // This process lives and has no lock; if the system hides that, only its life counts.
      try Data(holder(getpid()).text.utf8).write(to: URL(fileURLWithPath: path))
      #if os(Linux)
      #expect(sight() == .free)
      #endif
      try Data(holder(.max).text.utf8).write(to: URL(fileURLWithPath: path))
      #expect(sight() == .free)
      let other = holder(1, host: "there")
      try Data(other.text.utf8).write(to: URL(fileURLWithPath: path))
      #expect(sight() == .elsewhere(other))
    }
  }
}
