/// A path in normal form: relative to the root where it lies in the root, absolute elsewhere.
///
/// The bytes are what counts, because two spellings of é are one `String` and two files.
package struct Path: Hashable, Sendable {
  /// The bytes as the system takes them; none for the root itself.
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// A path that is in normal form already.
  package init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// The root itself.
  package static let root = Path(bytes: [])

  /// The path as text, for scripts and messages; bytes that are no UTF-8 are shown as `\xff`.
  package var text: String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = ""
    var rest = bytes[...]
    while let byte = rest.first {
      if let scalar = rest.firstScalar {
        text.unicodeScalars.append(scalar)
        rest = rest.dropFirst(UTF8.width(scalar))
      } else {
        text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        rest = rest.dropFirst()
      }
    }
    return text
  }

  package var isAbsolute: Bool { bytes.first == Self.slash }

  /// The components between the slashes.
  package var components: [ArraySlice<UInt8>] { bytes.split(separator: Self.slash) }

  /// The bytes behind the last slash.
  package var name: ArraySlice<UInt8> {
    bytes.lastIndex(of: Self.slash).map { bytes[($0 + 1)...] } ?? bytes[...]
  }

  /// The folder it lies in; nil for the root of the pipeline and for that of the file system.
  package var parent: Path? {
    if bytes.isEmpty || bytes == [Self.slash] { return nil }
    guard let slash = bytes.lastIndex(of: Self.slash) else { return .root }
    return Path(bytes: slash == 0 ? [Self.slash] : Array(bytes[..<slash]))
  }

  /// The path of something in this folder.
  package func appending(_ name: some Collection<UInt8>) -> Path {
    if bytes.isEmpty { return Path(bytes: Array(name)) }
    var joined = bytes
    joined.reserveCapacity(bytes.count + 1 + name.count)
    if joined.last != Self.slash { joined.append(Self.slash) }
    joined.append(contentsOf: name)
    return Path(bytes: joined)
  }

  /// Whether it lies in the folder, at any depth; nothing lies in itself.
  package func isInside(_ folder: Path) -> Bool {
    if folder.bytes.isEmpty { return !bytes.isEmpty && !isAbsolute }
    if folder.bytes == [Self.slash] { return isAbsolute && bytes.count > 1 }
    return bytes.count > folder.bytes.count
      && bytes[folder.bytes.count] == Self.slash
      && bytes.starts(with: folder.bytes)
  }

  package static let slash = UInt8(ascii: "/")
}

extension Path {
  /// The bytes at once: an array's own hash takes them one by one, and paths are hashed everywhere.
  package func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}

extension Path: Comparable {
  /// Byte order, whatever the locale.
  package static func < (left: Path, right: Path) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
