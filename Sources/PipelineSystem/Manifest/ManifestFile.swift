package import PipelinePlanning

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A manifest as it lies on the disk.
package struct ManifestFile: Equatable, Sendable {
  /// What is in it.
  package var bytes: [UInt8]
  /// What is odd about it.
  package var warnings: [ManifestWarning]

  /// Reads a manifest; never waits, whatever the path leads to.
  ///
  /// - Parameters:
  ///   - path: Where it is.
  ///   - shown: The path as messages show it.
  /// - Throws: Why it cannot be read.
  package init(reading path: String, shown: String) throws(ManifestFault) {
    // Without O_NONBLOCK the mere opening of a pipe would wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT, ENOTDIR: throw .missing(path: shown)
      // What open(2) says of a socket, and of a device that has no driver.
      case ENXIO: throw .notAFile(path: shown, kind: .socket)
      default: throw .unreadable(path: shown, reason: SystemFault.current.words)
      }
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .unreadable(path: shown, reason: SystemFault.current.words)
    }
    if let kind = Self.kind(of: status) { throw .notAFile(path: shown, kind: kind) }
    guard let bytes = readToEnd(of: descriptor, expecting: Int(status.st_size)) else {
      throw .unreadable(path: shown, reason: SystemFault.current.words)
    }
    guard !bytes.isEmpty else { throw .empty(path: shown) }
    self.bytes = bytes
    warnings = []
    if status.st_mode & mode_t(S_IWOTH) != 0 { warnings.append(.writableByOthers(path: shown)) }
    if status.st_uid != geteuid() && status.st_uid != 0 {
      warnings.append(.ownedByAnother(path: shown))
    }
  }

  /// Whether there is anything at a path, be it a link that leads nowhere.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// The path of a folder without links, `.` and `..`; nil where there is no such folder.
  package static func canonicalFolder(_ path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
      let real = realpath(path, nil)
    else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// What is no file; nil for a file.
  private static func kind(of status: stat) -> ManifestFault.Kind? {
    switch status.st_mode & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: .folder
    case S_IFIFO: .pipe
    case S_IFSOCK: .socket
    default: .device
    }
  }
}

/// All that is left to read of a descriptor; nil where the system refuses.
func readToEnd(of descriptor: Int32, expecting size: Int) -> [UInt8]? {
  var bytes: [UInt8] = []
  while true {
    // One byte more than expected, so that the end shows without a second buffer.
    let room = bytes.isEmpty ? max(size, 0) + 1 : max(bytes.count, 4096)
    var error: Int32 = 0
    let part = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
      var count: Int
      repeat {
        count = read(descriptor, buffer.baseAddress, room)
      } while count < 0 && errno == EINTR
      if count < 0 { error = errno }
      filled = max(count, 0)
    }
    if error != 0 {
      errno = error
      return nil
    }
    if part.isEmpty { return bytes }
    if bytes.isEmpty { bytes = part } else { bytes += part }
  }
}
