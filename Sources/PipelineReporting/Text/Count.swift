/// A number with its noun: `1 stage`, `2 stages`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// The first few names, and how many more there are: `a, b, c and 4 more`.
func listed(_ names: some Collection<String>, limit: Int = 3) -> String {
  // One name more is as short as saying that there is one.
  let shown = names.count <= limit + 1 ? names.count : limit
  let text = names.prefix(shown).map(\.printable).joined(separator: ", ")
  return shown < names.count ? "\(text) and \(names.count - shown) more" : text
}

extension String {
  /// The text with spaces behind it, up to a width in columns.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - columns))
  }
}
