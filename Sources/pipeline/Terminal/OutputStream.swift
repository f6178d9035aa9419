internal import Foundation
internal import Synchronization

/// Standard output or standard error, without a buffer; remembers the first error.
final class OutputStream: Sendable {
  private let descriptor: Int32
  private let state = Mutex(State())

  private struct State {
    var fault: Int32?
    var isClosed = false
  }

  /// Whether the run is stopping; a write then does not wait long for a reader that reads nothing.
  private static let isStopping = Atomic(false)

  /// The interval between checks of `isStopping` while the reader reads nothing, in milliseconds.
  private static let interval: Int32 = 200

  /// The number of intervals to wait for a reader that reads nothing, once the run is stopping.
  private static let patience = 5

  /// The number of bytes that a ready pipe accepts without blocking the writer (PIPE_BUF, POSIX).
  private static let pieceSize = 4096

  /// Drops from now on output that nobody reads, because a stop must not wait for a pager such as `less`.
  static func noteStop() { isStopping.store(true, ordering: .relaxed) }

  static func standardOutput() -> OutputStream { OutputStream(STDOUT_FILENO) }

  static func standardError() -> OutputStream { OutputStream(STDERR_FILENO) }

  private init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// The `errno` of the first failed write; a pipe that nobody reads anymore does not count as an error.
  var fault: Int32? { state.withLock { $0.fault } }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Waits until the reader reads more; returns false if it reads nothing and the run is stopping.
  private func waitUntilReady() -> Bool {
    var waited = 0
    while true {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      let found = poll(&waiting, 1, Self.interval)
      // If `poll` fails, the `write` that follows reports the error.
      if found > 0 || found < 0 && errno != EINTR { return true }
      guard Self.isStopping.load(ordering: .relaxed) else { continue }
      waited += 1
      if waited >= Self.patience { return false }
    }
  }

  func write(_ text: String) {
    write(Array(text.utf8))
  }

  func write(_ bytes: [UInt8]) {
    state.withLock { state in
      var rest = bytes[...]
      while !rest.isEmpty, !state.isClosed {
        guard waitUntilReady() else {
          state.isClosed = true
          return
        }
        let count = rest.prefix(Self.pieceSize).withUnsafeBytes { buffer in
          Foundation.write(descriptor, buffer.baseAddress, buffer.count)
        }
        if count >= 0 {
          rest = rest.dropFirst(count)
        } else if errno != EINTR, errno != EAGAIN {
          if errno != EPIPE { state.fault = errno }
          state.isClosed = true
        }
      }
    }
  }
}
