internal import Foundation

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The window behind a descriptor that is a terminal, as the system knows it.
package struct TerminalWindow: Sendable {
  private let descriptor: Int32

  /// The window of standard output; nil where that is no terminal.
  package static var standardOutput: TerminalWindow? {
    isatty(STDOUT_FILENO) == 1 ? TerminalWindow(descriptor: STDOUT_FILENO) : nil
  }

  /// How many columns and rows it has now; 0 where the system does not know.
  package var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return (0, 0) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Whether what is typed there is meant for this process: not after `bg`, or behind `&`.
  ///
  /// True for a terminal that is not the controlling one, of which that cannot be asked.
  package var isForeground: Bool {
    let group = tcgetpgrp(descriptor)
    return group < 0 || group == getpgrp()
  }
}
