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
