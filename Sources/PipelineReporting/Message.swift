/// What is wrong, the facts, and at most one hint: the shape of everything the tool complains about.
package struct Message: Equatable, Sendable {
  /// One line, lower case, names in backticks, no full stop.
  package var headline: String
  /// What is known, each with a label; a value may have several lines.
  package var facts: [(label: String, value: String)]
  /// What to do about it.
  package var hint: String?
  /// What another program said about it; stands above the headline as it is.
  package var quotation: String?

  package init(
    _ headline: String,
    facts: [(label: String, value: String)] = [],
    hint: String? = nil,
    quotation: String? = nil
  ) {
    self.headline = headline
    self.facts = facts
    self.hint = hint
    self.quotation = quotation
  }

  package static func == (one: Message, other: Message) -> Bool {
    one.text() == other.text()
  }

  /// The message as people read it: the headline, the facts with their values aligned, the hint.
  ///
  /// - Parameter severity: The word in front of it.
  /// - Returns: The lines, the last without a line end.
  package func text(severity: String = "error") -> String {
    let width = facts.map(\.label.count).max() ?? 0
    var lines = quotation.map { [$0] } ?? []
    lines.append("\(severity): \(headline)")
    for fact in facts {
      let padding = String(repeating: " ", count: width - fact.label.count)
      let continuation = "\n" + String(repeating: " ", count: width + 5)
      let value = fact.value.split(separator: "\n", omittingEmptySubsequences: false)
        .joined(separator: continuation)
      lines.append("  \(fact.label):\(padding)  \(value)")
    }
    if let hint { lines.append("hint: \(hint)") }
    return lines.joined(separator: "\n")
  }
}
