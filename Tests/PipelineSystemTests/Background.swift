import Foundation
import PipelineSystem
import Synchronization
import Testing

/// A script that runs on a thread of its own while the test goes on.
final class Background: Sendable {
  private let result = Mutex<ProcessEnd?>(nil)
  private let done = DispatchSemaphore(value: 0)

  /// Starts shell text and returns as soon as it has made the file `ready`.
  init(
    _ scratch: Scratch,
    _ text: String,
    grace: Duration = .seconds(1),
    among live: LiveProcesses
  ) throws {
    Thread { [self] in
      let end = try? scratch.sh(text, grace: grace, among: live).end
      result.withLock { $0 = end }
      done.signal()
    }.start()
    try #require(eventually { FileManager.default.fileExists(atPath: scratch.file("ready")) })
  }

  /// Waits for the script; to be called once.
  func end() -> ProcessEnd? {
    done.wait()
    return result.withLock { $0 }
  }
}
