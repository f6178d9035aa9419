#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The system's own words for an error number, in English whatever the locale says (it is never
/// set).
package func systemMessage(_ errno: Int32) -> String {
  var text = [CChar](repeating: 0, count: 256)
  guard strerror_r(errno, &text, text.count) == 0 else { return "error \(errno)" }
  return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
