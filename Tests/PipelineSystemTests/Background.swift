import Foundation
import PipelineSystem
import Synchronization
import Testing

/// A script that runs on its own thread while the test continues.
final class Background: Sendable {
  private let result = Mutex<ProcessEnd?>(nil)
  private let launched = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)

  /// Starts shell text and returns as soon as it is in the table and has made the file
  /// `ready`.
  init(
    _ scratch: Scratch,
    _ text: String,
    grace: Duration = .seconds(1),
    environment: [String: String]? = nil,
    ready: String = "ready",
    among live: RunningProcesses,
    key: String = "test"
  ) throws {
    Thread { [self] in
      let started = { [self] (_: Int32) in _ = launched.signal() }
      let end = try? scratch.sh(
        text,
        grace: grace,
        environment: environment,
        among: live,
        key: key,
        started: started
      ).end
      result.withLock { $0 = end }
      done.signal()
    }.start()
    try #require(launched.wait(timeout: .now() + 10) == .success)
    try #require(eventually { FileManager.default.fileExists(atPath: scratch.file(ready)) })
  }

  /// Waits for the script.
  ///
  /// Call it only once.
  func end() -> ProcessEnd? {
    done.wait()
    return result.withLock { $0 }
  }
}
