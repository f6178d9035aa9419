internal import Foundation
package import PipelinePlanning
internal import Synchronization

/// A new folder for this process alone, removed when this value is released or a signal ends the process.
///
/// The process holds a lock on the folder, so that others can tell the folder of a dead process.
package final class TemporaryFolder: Sendable {
  package let path: String
  private let folder: OpenFile

  /// The system replaces the six `X` at the end of the template.
  package init(_ template: String) throws(SystemFault) {
    while true {
      var name = Array(template.utf8CString)
      guard mkdtemp(&name) != nil else { throw .current }
      let path = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
      TemporaryFolders.all.withLock { _ = $0.insert(path) }
      let folder = try OpenFile(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
      flock(folder.descriptor, LOCK_EX | LOCK_NB)
      // Another process could have taken the folder for an abandoned one before it was locked.
      guard access(path, F_OK) == 0 else { continue }
      self.path = path
      self.folder = folder
      return
    }
  }

  deinit {
    CacheFolder.remove(path)
    TemporaryFolders.all.withLock { _ = $0.remove(path) }
  }

  /// Removes a folder whose process has died without removing it.
  ///
  /// On a file system without locks, the folder counts as used.
  static func removeIfAbandoned(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { CacheFolder.remove(path) }
    close(descriptor)
  }
}

enum TemporaryFolders {
  static let all = Mutex<Set<String>>([])

  static func removeAll() {
    for path in all.withLock({ $0 }) { CacheFolder.remove(path) }
  }
}
