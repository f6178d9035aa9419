import Foundation
import Testing

/// A terminal: the tool sits at one end, the test at the other.
final class Terminal {
  /// The tool's end.
  let path: String
  private var descriptor: Int32
  private var bytes: [UInt8] = []

  init() throws {
    descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    #if os(Linux)
    // These calls replace `unlockpt` and `ptsname`, which Glibc does not show to Swift.
    var (unlocked, number): (Int32, Int32) = (0, 0)
    let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    try #require(ioctl(descriptor, setLock, &unlocked) == 0)
    try #require(ioctl(descriptor, getNumber, &number) == 0)
    path = "/dev/pts/\(number)"
    #else
    try #require(grantpt(descriptor) == 0 && unlockpt(descriptor) == 0)
    path = String(cString: try #require(ptsname(descriptor)))
    #endif
  }

  deinit { hangUp() }

  /// The text shown so far, with the line ends that the tool wrote.
  var text: String {
    String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
  }

  /// The bytes shown so far.
  var rawBytes: [UInt8] { bytes }

  /// Sets the size of the window.
  ///
  /// The kernel notifies the tool.
  func resize(columns: Int, rows: Int) {
    var size = winsize()
    (size.ws_col, size.ws_row) = (UInt16(columns), UInt16(rows))
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
  }

  /// Sends text as keyboard input.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(descriptor, bytes, bytes.count)
  }

  /// Closes the window.
  func hangUp() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  /// Reads all bytes that are available.
  func read() {
    guard descriptor >= 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Foundation.read(descriptor, &buffer, buffer.count)
      if count <= 0 { return }
      bytes += buffer[..<count]
    }
  }

  /// Reads the rest, once the tool has ended.
  func readRest() { read() }
}
