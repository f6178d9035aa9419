extension Path {
  /// Whether a new file is probably this missing output, with another spelling or in another folder.
  ///
  /// Spellings that differ only in case, in white space at the end, or in the Unicode form of a letter are alike.
  package func resembles(_ missing: Path) -> Bool {
    if Self.folded(name) == Self.folded(missing.name) { return true }
    guard parent == missing.parent else { return false }
    let (found, wanted) = (Path(bytes: Array(name)).text, Path(bytes: Array(missing.name)).text)
    return nearestName(to: wanted, among: [found]) != nil
  }

  private static func folded(_ name: ArraySlice<UInt8>) -> String {
    let text = Path(bytes: Array(name)).text.lowercased()
    return String(text.reversed().drop { $0.isWhitespace || $0.isNewline }.reversed())
  }
}
