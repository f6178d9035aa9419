internal import Foundation
package import PipelinePlanning

package struct ManifestFile: Equatable, Sendable {
  package var bytes: [UInt8]
  package var warnings: [ManifestWarning]

  /// Never waits, even if the path leads to a pipe; `shown` is the path for messages.
  package init(reading path: String, shown: String) throws(ManifestFault) {
    let status: stat
    let bytes: [UInt8]
    let kind: ManifestFault.Kind?
    do throws(SystemFault) {
      // Without O_NONBLOCK, opening a pipe would wait for a writer.
      let file = try OpenFile(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY))
      status = try file.status()
      kind = Self.kind(of: status)
      bytes = kind == nil ? try file.readToEnd() : []
    } catch {
      switch error.number {
      case ENOENT, ENOTDIR: throw .missing(path: shown)
      // open(2) reports this for a socket, and for a device without a driver.
      case ENXIO: throw .notAFile(path: shown, kind: .socket)
      default: throw .unreadable(path: shown, reason: error.words)
      }
    }
    if let kind { throw .notAFile(path: shown, kind: kind) }
    guard !bytes.isEmpty else { throw .empty(path: shown) }
    self.bytes = bytes
    warnings = []
    if status.st_mode & mode_t(S_IWOTH) != 0 { warnings.append(.writableByOthers(path: shown)) }
    if status.st_uid != geteuid(), status.st_uid != 0, !Self.isShared(status, at: path) {
      warnings.append(.ownedByAnother(path: shown))
    }
  }

  /// Returns the path of the working folder; throws if it was deleted, or if its path is not UTF-8.
  package static func workingFolder() throws(ManifestFault) -> String {
    guard let bytes = getcwd(nil, 0) else {
      if errno == ENOENT { throw .noWorkingFolder }
      throw .unreadable(path: ".", reason: SystemFault.current.words)
    }
    defer { free(bytes) }
    guard let folder = String(validatingCString: bytes) else {
      throw .unreadable(path: String(cString: bytes), reason: "its name is not UTF-8")
    }
    return folder
  }

  /// Reads a file of the cache.
  package static func bytes(of path: String) throws(SystemFault) -> [UInt8] {
    try OpenFile(open(path, O_RDONLY | O_CLOEXEC)).readToEnd()
  }

  /// True also for a link without a target.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Returns the path without links, `.` and `..`; nil if there is no such folder.
  package static func canonicalFolder(_ path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
      let real = realpath(path, nil)
    else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// Whether a file belongs to the group of its folder, and this user does, too.
  private static func isShared(_ file: stat, at path: String) -> Bool {
    var folder = stat()
    guard stat(Path(path).parent?.text ?? "/", &folder) == 0, folder.st_gid == file.st_gid else {
      return false
    }
    return FileAccess.belongs(toGroup: file.st_gid)
  }

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
