internal import PipelinePlanning

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Which refusals of the system pass by themselves, and how long they are waited for.
enum LaunchRetry {
  /// The waits between the tries: about a second altogether.
  static let waits: [Duration] = [10, 20, 40, 80, 160, 320, 400].map { .milliseconds($0) }

  /// Whether a fault may be gone in a moment.
  ///
  /// A script that another process still has open for writing (ETXTBSY: often a child of another
  /// thread that has not got to its `exec` yet), no room for a process, no free descriptor.
  static func isPassing(_ fault: LaunchFault) -> Bool {
    guard case .system(let error, _) = fault else { return false }
    return [ETXTBSY, EAGAIN, ENOMEM, EMFILE, ENFILE].contains(error.number)
  }
}
