/// What is wrong, the facts, and at most one hint: the shape of everything the tool complains about.
package struct Message: Equatable, Sendable {
  /// How bad it is.
  package enum Severity: String, Sendable {
    case error
    case warning
    /// Nothing is wrong.
    case note
  }

  /// What is known, with a word that says what it is.
  package struct Fact: Equatable, Sendable {
    /// Such as `declared`.
    package var label: String
    /// May have several lines.
    package var value: String

    /// Makes a fact.
    package init(label: String, value: String) {
      self.label = label
      self.value = value
    }
  }

  /// One line, lower case, names in backticks, no full stop.
  package var headline: String
  /// In the order in which they are shown.
  package var facts: [Fact]
  /// What to do about it.
  package var hint: String?
  /// What another program said about it; stands above the headline as it is.
  package var quotation: String?

  /// Makes a message.
  package init(
    _ headline: String,
    facts: [(label: String, value: String)] = [],
    hint: String? = nil,
    quotation: String? = nil
  ) {
    self.headline = headline
    self.facts = facts.map { Fact(label: $0.label, value: $0.value) }
    self.hint = hint
    self.quotation = quotation
  }

  /// The message as people read it: the headline, the facts with their values aligned, the hint.
  ///
  /// What would control a terminal is shown escaped, also where the maker of the message forgot to.
  ///
  /// - Parameters:
  ///   - severity: The word in front of it.
  ///   - style: Whether there is colour.
  /// - Returns: The lines, the last without a line end.
  package func text(severity: Severity = .error, style: Style = .plain) -> String {
    let word = style.paint("\(severity.rawValue):", severity.color)
    let quoted = quotation?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
    let lines =
      quoted.map { String($0).printable } + ["\(word) \(headline.printable)"]
      + factLines(style) + hintLines(style)
    return style.spelled(lines.joined(separator: "\n"))
  }

  /// The facts, each value at the same column.
  func factLines(_ style: Style) -> [String] {
    let width = facts.map(\.label.count).max() ?? 0
    return facts.flatMap { fact in
      let values = fact.value.split(separator: "\n", omittingEmptySubsequences: false)
      return values.enumerated().map { index, value in
        let label = index == 0 ? "\(fact.label.printable):" : ""
        return "  " + style.paint(label.padded(to: width + 1), .dim) + "  " + value.printable
      }
    }
  }

  private func hintLines(_ style: Style) -> [String] {
    guard let hint else { return [] }
    return ["\(style.paint("hint:", .cyan)) \(hint.printable)"]
  }
}

extension Message.Severity {
  fileprivate var color: Style.Color {
    switch self {
    case .error: .red
    case .warning: .yellow
    case .note: .cyan
    }
  }
}
