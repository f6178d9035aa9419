internal import PipelinePlanning

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
