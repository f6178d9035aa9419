internal import Foundation
package import PipelinePlanning

extension SystemFault {
  /// Creates a fault from an error number, with the system's description of it.
  package init(_ number: Int32) {
    self.init(number: number, words: String(cString: strerror(number)))
  }

  /// The fault for a missing file.
  package static var notThere: SystemFault { SystemFault(ENOENT) }

  /// The error of the last system call.
  package static var current: SystemFault { SystemFault(errno) }

  /// Whether this is an error that a file system without locks reports for a lock.
  package var meansNoLocks: Bool {
    [ENOLCK, ENOTSUP, EOPNOTSUPP, ENOSYS, EINVAL].contains(number)
  }

  /// Whether this error means that two paths are on different disks, so that a rename is impossible.
  package var meansOtherDisk: Bool { number == EXDEV }

  /// The fault for a folder behind a link, whose files the runner must not move or remove.
  package static var linkedFolder: SystemFault { SystemFault(number: ELOOP, own: .linkedFolder) }

  /// The fault for a child process that survived KILL.
  package static var survivor: SystemFault { SystemFault(number: EBUSY, own: .survivor) }

  /// The fault for a folder where a file is expected.
  package static var isFolder: SystemFault { SystemFault(EISDIR) }
}
