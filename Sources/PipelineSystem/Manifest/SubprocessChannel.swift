internal import Foundation

/// A two-way connection between a child and the runner.
package struct SubprocessChannel: ~Copyable {
  private let ours: Int32
  private var theirs: Int32?

  /// Returns nil if the system has no free descriptor.
  package init?() {
    var ends: [Int32] = [-1, -1]
    #if canImport(Darwin)
    let kind = SOCK_STREAM
    #else
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    #endif
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
    // Move the ends to high numbers, because the child's descriptors take low ones.
    let moved = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
    for end in ends { close(end) }
    guard moved[0] >= 0, moved[1] >= 0 else {
      for end in moved where end >= 0 { close(end) }
      return nil
    }
    ours = moved[0]
    theirs = moved[1]
    #if canImport(Darwin)
    var on: Int32 = 1
    setsockopt(ours, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  deinit {
    close(ours)
    if let theirs { close(theirs) }
  }

  package var childEnd: Int32 { theirs ?? -1 }

  /// Closes the child's end in this process, so that a read ends when the child dies.
  package mutating func closeChildEnd() {
    if let theirs { close(theirs) }
    theirs = nil
  }

  /// Returns fewer bytes if the child ended first, even if a grandchild holds the other end open, or if `wait`
  /// is over.
  package func read(_ count: Int, from child: inout Subprocess, _ wait: PatientWait) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let hadEnded = !isReadable(within: 0) && child.hasEnded()
      guard isReadable(within: hadEnded ? 0 : 50) else {
        if hadEnded || wait.isOver() { break }
        continue
      }
      let room = min(count - bytes.count, 1 << 20)
      let part = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
        var received: Int
        repeat {
          received = recv(ours, buffer.baseAddress, room, 0)
        } while received < 0 && errno == EINTR
        filled = max(received, 0)
      }
      if part.isEmpty { break }
      if bytes.isEmpty { bytes = part } else { bytes += part }
    }
    return bytes
  }

  /// Does nothing if the child has ended.
  package func write(_ bytes: [UInt8]) {
    #if canImport(Darwin)
    let flags: Int32 = 0
    #else
    let flags = Int32(MSG_NOSIGNAL)
    #endif
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while let start = buffer.baseAddress, written < buffer.count {
        let count = send(ours, start + written, buffer.count - written, flags)
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { return }
        written += count
      }
    }
  }

  /// Waits until a read would return immediately, with bytes or the end of file; false if the time runs out.
  private func isReadable(within milliseconds: Int32) -> Bool {
    var request = pollfd(fd: ours, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, milliseconds) > 0
  }
}
