/// A call to the system that failed, with what it was about.
package struct SystemFault: Error, Sendable, Equatable {
  /// The system's error number.
  package let errno: Int32
  /// The call's own name, such as `open`.
  package let call: String
  /// The file it was about.
  package let path: String

  /// Notes one failed call.
  package init(errno: Int32, call: String, path: String) {
    self.errno = errno
    self.call = call
    self.path = path
  }
}
