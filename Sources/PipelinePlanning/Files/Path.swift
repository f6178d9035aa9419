/// A path in normal form, which is relative to the pipeline's root if it is inside, and absolute otherwise.
package struct Path: Hashable, Sendable {
  /// Bytes, because two Unicode spellings of é are one `String` but two files; empty for the pipeline's root.
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Creates a path from text that is already in normal form.
  package init(_ text: String) {
    bytes = Array(text.utf8)
  }

  package static let root = Path(bytes: [])

  /// The path as text for scripts and messages; each byte that is not valid UTF-8 is escaped, as in `\xff`.
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

  package var components: [ArraySlice<UInt8>] { bytes.split(separator: Self.slash) }

  package var name: ArraySlice<UInt8> {
    bytes.lastIndex(of: Self.slash).map { bytes[($0 + 1)...] } ?? bytes[...]
  }

  /// The folder that contains the path; nil for the pipeline's root and for the file system's root.
  package var parent: Path? {
    if bytes.isEmpty || bytes == [Self.slash] { return nil }
    guard let slash = bytes.lastIndex(of: Self.slash) else { return .root }
    return Path(bytes: slash == 0 ? [Self.slash] : Array(bytes[..<slash]))
  }

  package func appending(_ name: some Collection<UInt8>) -> Path {
    if bytes.isEmpty { return Path(bytes: Array(name)) }
    var joined = bytes
    joined.reserveCapacity(bytes.count + 1 + name.count)
    if joined.last != Self.slash { joined.append(Self.slash) }
    joined.append(contentsOf: name)
    return Path(bytes: joined)
  }

  /// Whether the path is inside the folder, at any depth; no path is inside itself.
  package func isInside(_ folder: Path) -> Bool {
    if folder.bytes.isEmpty { return !bytes.isEmpty && !isAbsolute }
    if folder.bytes == [Self.slash] { return isAbsolute && bytes.count > 1 }
    return bytes.count > folder.bytes.count
      && bytes[folder.bytes.count] == Self.slash
      && bytes.starts(with: folder.bytes)
  }

  /// Returns the path at the same place in another folder; `folder` is this path or a folder around it.
  package func moved(from folder: Path, to other: Path) -> Path {
    self == folder
      ? other : other.appending(bytes.dropFirst(folder.bytes.isEmpty ? 0 : folder.bytes.count + 1))
  }

  package static let slash = UInt8(ascii: "/")
}

extension Path {
  /// Hashes all bytes in one call, because `Array` hashes them one by one, which is slow.
  package func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}

extension Path: Comparable {
  package static func < (left: Path, right: Path) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
