package import PipelinePlanning

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A descriptor that is closed when nobody needs it any more.
final class OpenFile: AppendedFile {
  let descriptor: Int32

  /// Takes what `open` returned.
  init(_ descriptor: Int32) throws(SystemFault) {
    guard descriptor >= 0 else { throw .current }
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  func append(_ bytes: [UInt8]) throws(SystemFault) {
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

  func modified() throws(SystemFault) -> Int64 {
    try status().modified
  }

  /// What the system says of it.
  func status() throws(SystemFault) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .current }
    return status
  }

  func touch() throws(SystemFault) {
    if futimens(descriptor, nil) != 0 { throw .current }
  }

  func synchronize() throws(SystemFault) {
    while fsync(descriptor) != 0 {
      // Some file systems and devices have nothing to flush.
      if errno == EINVAL || errno == ENOTSUP { return }
      if errno != EINTR { throw .current }
    }
  }

  /// All that is left to read of it.
  func readToEnd() throws(SystemFault) -> [UInt8] {
    // In one go as far as the file's size tells, and then whatever has come since.
    let size = (try? status()).map { Int($0.st_size) } ?? 0
    var bytes = size > 0 ? try read(from: 0, count: size) : []
    if lseek(descriptor, off_t(bytes.count), SEEK_SET) < 0, !bytes.isEmpty { throw .current }
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = piece.withUnsafeMutableBytes { Self.read(descriptor, $0) }
      if count < 0 {
        if errno == EINTR { continue }
        throw .current
      }
      if count == 0 { return bytes }
      bytes += piece.prefix(count)
    }
  }

  /// Bytes from a position on, at most `count`; fewer only where the file ends.
  func read(from position: Int, count: Int) throws(SystemFault) -> [UInt8] {
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

  private static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Darwin)
    Darwin.read(descriptor, buffer.baseAddress, buffer.count)
    #elseif canImport(Glibc)
    Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #else
    Musl.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }
}

/// A file opened for reading alone: it stays the same file when its name goes to another.
package final class ReadFile: Sendable {
  private let file: OpenFile

  /// Opens a regular file by its absolute path; nil where there is nothing.
  ///
  /// Never waits: what is no regular file (a FIFO) is an error.
  package init?(_ path: Path) throws(SystemFault) {
    let name = path.bytes.map { CChar(bitPattern: $0) } + [0]
    let descriptor = name.withUnsafeBufferPointer { buffer in
      // The buffer holds at least the zero at its end.
      buffer.baseAddress.map { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) } ?? -1
    }
    if descriptor < 0, errno == ENOENT || errno == ENOTDIR { return nil }
    file = try OpenFile(descriptor)
    let kind = try file.status().st_mode & S_IFMT
    if kind != S_IFREG { throw SystemFault(kind == S_IFDIR ? EISDIR : EINVAL) }
  }

  /// How many bytes it has now.
  package var size: Int { ((try? file.status())?.st_size).map { Int($0) } ?? 0 }

  /// Bytes from a position on, at most `count`; fewer only where the file ends.
  package func bytes(from position: Int, count: Int) throws(SystemFault) -> [UInt8] {
    try file.read(from: position, count: count)
  }

  /// Whether a path still leads to this file.
  package func isStill(at path: Path) -> Bool {
    guard let other = try? ReadFile(path), let mine = try? file.status(),
      let its = try? other.file.status()
    else { return false }
    return mine.st_dev == its.st_dev && mine.st_ino == its.st_ino
  }
}
