internal import Foundation
package import PipelinePlanning

/// An open file, closed on release; it stays the same file even if another one replaces it at its path.
package final class OpenFile: AppendedFile {
  package let descriptor: Int32

  /// `descriptor` is the result of `open`; throws the system's last error if it is negative.
  package init(_ descriptor: Int32) throws(SystemFault) {
    guard descriptor >= 0 else { throw .current }
    self.descriptor = descriptor
  }

  /// Opens a regular file by its absolute path; nil if it is missing; throws for anything else, such as a
  /// FIFO or a device, and never waits for it.
  package convenience init?(reading path: Path) throws(SystemFault) {
    let name = path.bytes.map { CChar(bitPattern: $0) } + [0]
    let descriptor = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0, errno == ENOENT || errno == ENOTDIR { return nil }
    try self.init(descriptor)
    let kind = try status().st_mode & S_IFMT
    if kind != S_IFREG { throw SystemFault(kind == S_IFDIR ? EISDIR : EINVAL) }
  }

  deinit {
    close(descriptor)
  }

  package func append(_ bytes: [UInt8]) throws(SystemFault) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw .current
      }
      rest = rest.dropFirst(count)
    }
  }

  package func modified() throws(SystemFault) -> Int64 {
    try status().modified
  }

  func status() throws(SystemFault) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .current }
    return status
  }

  package func touch() throws(SystemFault) {
    if futimens(descriptor, nil) != 0 { throw .current }
  }

  package func synchronize() throws(SystemFault) {
    while fsync(descriptor) != 0 {
      // Some file systems and devices have nothing to flush.
      if errno == EINVAL || errno == ENOTSUP { return }
      if errno != EINTR { throw .current }
    }
  }

  package func readToEnd() throws(SystemFault) -> [UInt8] {
    // Ask for one byte more than the size, so that the first read already shows the end of the file.
    var count = Int(try status().st_size) + 1
    var bytes: [UInt8] = []
    while true {
      let piece = try read(from: bytes.count, count: count)
      if bytes.isEmpty { bytes = piece } else { bytes += piece }
      if piece.count < count { return bytes }
      count = 1 << 16
    }
  }

  /// Reads at most `count` bytes; fewer only at the end of the file.
  package func read(from position: Int, count: Int) throws(SystemFault) -> [UInt8] {
    var fault: SystemFault?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = 0
      while initialized < count {
        let rest = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[initialized...]
        )
        let got = pread(descriptor, rest.baseAddress, rest.count, off_t(position + initialized))
        if got < 0 && errno == EINTR { continue }
        if got < 0 { fault = .current }
        if got <= 0 { return }
        initialized += got
      }
    }
    if let fault { throw fault }
    return bytes
  }

  /// The size in bytes; 0 if unknown.
  package var size: Int { ((try? status())?.st_size).map { Int($0) } ?? 0 }

  package func isStill(at path: Path) -> Bool {
    guard let mine = try? status(), let its = try? OpenFile(reading: path)?.status() else {
      return false
    }
    return mine.st_dev == its.st_dev && mine.st_ino == its.st_ino
  }
}
