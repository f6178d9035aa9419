internal import Foundation

package struct TerminalWindow: Sendable {
  private let descriptor: Int32

  /// Nil if standard output is not a terminal.
  package static var standardOutput: TerminalWindow? {
    isatty(STDOUT_FILENO) == 1 ? TerminalWindow(descriptor: STDOUT_FILENO) : nil
  }

  /// Zeros if unknown.
  package var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return (0, 0) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// False after `bg` or a start with `&`; true if this is not the controlling terminal of the process.
  package var isForeground: Bool {
    let group = tcgetpgrp(descriptor)
    return group < 0 || group == getpgrp()
  }
}
