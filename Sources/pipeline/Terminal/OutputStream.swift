internal import Foundation
internal import Synchronization

/// Standard output or standard error, written without a buffer; an error is kept, not lost.
final class OutputStream: Sendable {
  private let descriptor: Int32
  private let state = Mutex(State())

  private struct State {
    var fault: Int32?
    var isClosed = false
  }

  /// Whether the run is to end: then nobody waits any longer for a reader that takes nothing.
  private static let isStopping = Atomic(false)

  /// How often it is asked whether the run is to end while a reader takes nothing, in milliseconds.
  private static let interval: Int32 = 200

  /// How many times a reader that takes nothing is waited for then.
  private static let patience = 5

  /// A pipe that is ready takes this many bytes without letting the writer wait (PIPE_BUF, POSIX).
  private static let pieceSize = 4096

  /// From now on what a blocked reader does not take is lost: a stop must not wait for `less`.
  static func noteStop() { isStopping.store(true, ordering: .relaxed) }

  static func standardOutput() -> OutputStream { OutputStream(STDOUT_FILENO) }

  static func standardError() -> OutputStream { OutputStream(STDERR_FILENO) }

  private init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// The first error in writing; a reader that has gone away is none.
  var fault: Int32? { state.withLock { $0.fault } }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Waits until the reader takes more; false if the run is to end and it does not.
  private func waitUntilReady() -> Bool {
    var waited = 0
    while true {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      let found = poll(&waiting, 1, Self.interval)
      // Whatever else `poll` says, `write` says it better.
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
    state.withLock { state in write(bytes, &state) }
  }

  private func write(_ bytes: [UInt8], _ state: inout State) {
    var rest = bytes[...]
    while !rest.isEmpty, !state.isClosed {
      guard waitUntilReady() else {
        state.isClosed = true
        return
      }
      let count = rest.prefix(Self.pieceSize).withUnsafeBytes { buffer in
        writeSome(descriptor, buffer)
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

/// The call of the system, which no method of the class stands before.
private func writeSome(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
  write(descriptor, buffer.baseAddress, buffer.count)
}
