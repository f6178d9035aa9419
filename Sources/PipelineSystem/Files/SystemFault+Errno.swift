internal import Foundation
package import PipelinePlanning

extension SystemFault {
  /// Creates the error with a number, in the system's words.
  package init(_ number: Int32) {
    self.init(number: number, words: String(cString: strerror(number)))
  }

  /// There is no such file.
  package static var notThere: SystemFault { SystemFault(ENOENT) }

  /// The error of the last system call.
  package static var current: SystemFault { SystemFault(errno) }

  /// Whether a file system without locks reports this error when a lock is asked for.
  package var meansNoLocks: Bool {
    [ENOLCK, ENOTSUP, EOPNOTSUPP, ENOSYS, EINVAL].contains(number)
  }

  /// Whether two paths are on different disks, so that a rename is not possible.
  package var meansOtherDisk: Bool { number == EXDEV }

  /// A folder is reached by a link, and its files may not be moved or removed.
  package static var linkedFolder: SystemFault { SystemFault(number: ELOOP, own: .linkedFolder) }

  /// A child process survived KILL.
  package static var survivor: SystemFault { SystemFault(number: EBUSY, own: .survivor) }

  /// There is a folder where a file is expected.
  package static var isFolder: SystemFault { SystemFault(EISDIR) }
}
