package import PipelinePlanning

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

extension SystemFault {
  /// The error with this number, in the system's own words.
  package init(_ number: Int32) {
    self.init(number: number, words: String(cString: strerror(number)))
  }

  /// Nothing is there.
  package static var notThere: SystemFault { SystemFault(ENOENT) }

  /// What the last call of the system left in `errno`.
  package static var current: SystemFault { SystemFault(errno) }

  /// Whether it is what a file system that knows no locks says when one is asked for.
  package var meansNoLocks: Bool {
    [ENOLCK, ENOTSUP, EOPNOTSUPP, ENOSYS, EINVAL].contains(number)
  }
}

extension SystemFault {
  /// Whether two paths lie on two disks, so that nothing can be moved from one to the other.
  package var meansOtherDisk: Bool { number == EXDEV }

  /// A folder is reached by a link, and what it holds is not to be moved or removed.
  package static var linkedFolder: SystemFault {
    SystemFault(
      number: ELOOP,
      words: "it is a link to a folder, and what that holds may be others'"
    )
  }

  /// A folder stands where a file is to be.
  package static var isFolder: SystemFault { SystemFault(EISDIR) }
}
