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

  /// The message with these facts behind those that it has.
  package func with(facts: [(label: String, value: String)]) -> Message {
    var message = self
    for (label, value) in facts { message.add(label, value) }
    return message
  }

  /// The message with this hint.
  package func with(hint: String?) -> Message {
    var message = self
    message.hint = hint
    return message
  }

  /// The message with the name that was probably meant as its hint, else with another hint.
  package func with(nearest: String?, else hint: String?) -> Message {
    with(hint: nearest.map { "did you mean \($0.ticked)?" } ?? hint)
  }

  /// The message as the only one.
  var alone: MessageList { MessageList([self]) }

  /// Adds a fact where there is a value.
  mutating func add(_ label: String, _ value: String?) {
    if let value { facts.append(Fact(label: label, value: value)) }
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
      + factLines(style) + style.hintLines(hint)
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
}

/// The line that says where a script's output is; none where that is not known.
func logFact(_ log: String?, _ style: Style) -> [String] {
  Message("", facts: log.map { [("log", $0)] } ?? []).factLines(style)
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

/// Several messages, told together.
package struct MessageList: Equatable, Sendable {
  /// In the order in which they are shown.
  package var messages: [Message]

  /// What is told of several: that for their sake nothing was done.
  package var consequence: String

  /// Makes a list.
  package init(_ messages: [Message], consequence: String = "nothing was run") {
    self.messages = messages
    self.consequence = consequence
  }

  /// The messages with an empty line between them, and a count where there is more than one.
  ///
  /// - Parameter style: Whether there is colour.
  /// - Returns: The lines, the last without a line end.
  package func text(style: Style = .plain) -> String {
    var parts = messages.map { $0.text(style: style) }
    if parts.count > 1 { parts.append("\(counted(parts.count, "fault")); \(consequence)") }
    return parts.joined(separator: "\n\n")
  }
}
