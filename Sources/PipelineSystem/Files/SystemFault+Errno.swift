internal import Foundation
package import PipelinePlanning

extension SystemFault {
  package init(_ number: Int32) {
    self.init(number: number, words: String(cString: strerror(number)))
  }

  package static var notThere: SystemFault { SystemFault(ENOENT) }

  package static var current: SystemFault { SystemFault(errno) }

  /// Whether a file system that does not support locks reports this error.
  package var meansNoLocks: Bool {
    [ENOLCK, ENOTSUP, EOPNOTSUPP, ENOSYS, EINVAL].contains(number)
  }

  /// Whether a rename failed because the two paths are on different disks.
  package var meansOtherDisk: Bool { number == EXDEV }

  /// Whether the system uses the folder, for example as a mount point.
  package var isBusy: Bool { number == EBUSY }

  /// The fault for a folder behind a link, whose files the runner must not move or remove.
  package static var linkedFolder: SystemFault { SystemFault(number: ELOOP, own: .linkedFolder) }

  /// The fault for a child process that survived KILL.
  package static var survivor: SystemFault { SystemFault(number: EBUSY, own: .survivor) }

  package static var isNoFolder: SystemFault { SystemFault(ENOTDIR) }
  package static var isFolder: SystemFault { SystemFault(EISDIR) }
}
