package import PipelinePlanning

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

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
