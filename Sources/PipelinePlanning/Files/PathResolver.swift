/// Turns the spellings of a manifest into paths in normal form.
package struct PathResolver: Sendable {
  /// The root's absolute path.
  package let root: Path
  /// The user's home folder, for `~/`; nil if the environment does not name it.
  package let home: Path?

  package init(root: String, home: String?) {
    self.root = Path(bytes: Self.normalized(Array(root.utf8)))
    self.home = home.map { Path(bytes: Self.normalized(Array($0.utf8))) }
  }

  /// Returns the path for a text as the user wrote it; `./`, `//` and `a/../` make no difference.
  package func path(_ spelling: String) -> Path {
    path(bytes: Array(spelling.utf8))
  }

  package func path(bytes: [UInt8]) -> Path {
    var bytes = bytes
    if let home, bytes.first == Self.tilde, bytes.count == 1 || bytes[1] == Path.slash {
      bytes = home.bytes + bytes.dropFirst()
    }
    let normal = Self.normalized(bytes)
    if normal.first == Path.slash { return relative(Path(bytes: normal)) }
    // A path that leaves the root through `..` becomes absolute.
    guard normal.starts(with: "..".utf8), normal.count == 2 || normal[2] == Path.slash else {
      return Path(bytes: normal)
    }
    return relative(Path(bytes: Self.normalized(root.bytes + [Path.slash] + normal)))
  }

  package func absolute(_ path: Path) -> Path {
    path.isAbsolute ? path : root.appending(path.bytes)
  }

  private func relative(_ path: Path) -> Path {
    if path == root { return .root }
    guard path.isInside(root) else { return path }
    return Path(
      bytes: Array(path.bytes.dropFirst(root.bytes.count == 1 ? 1 : root.bytes.count + 1))
    )
  }

  private static let tilde = UInt8(ascii: "~")
  private static let dot = UInt8(ascii: ".")

  /// Whether no component is empty or begins with a dot, so that the path needs no slow normalization.
  private static func isPlain(_ bytes: [UInt8]) -> Bool {
    var last = Path.slash
    for byte in bytes {
      if last == Path.slash, byte == Path.slash || byte == dot { return false }
      last = byte
    }
    return last != Path.slash
  }

  private static func normalized(_ bytes: [UInt8]) -> [UInt8] {
    if isPlain(bytes) { return bytes }
    let isAbsolute = bytes.first == Path.slash
    var kept: [ArraySlice<UInt8>] = []
    for component in bytes.split(separator: Path.slash) {
      if component.elementsEqual(".".utf8) { continue }
      guard component.elementsEqual("..".utf8) else {
        kept.append(component)
        continue
      }
      if let last = kept.last, !last.elementsEqual("..".utf8) {
        kept.removeLast()
      } else if !isAbsolute {
        kept.append(component)
      }
    }
    let joined = Array(kept.joined(separator: [Path.slash]))
    return isAbsolute ? [Path.slash] + joined : joined
  }
}
