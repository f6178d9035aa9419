/// A message of the tool, which states a problem, facts about the problem, and at most one hint.
package struct Message: Equatable, Sendable {
  package enum Severity: String, Sendable {
    case error
    case warning
    /// For information, when nothing is wrong.
    case note
  }

  package struct Fact: Equatable, Sendable {
    package var label: String
    /// The value, which may have several lines.
    package var value: String
  }

  /// The problem in one line, in lower case, with names in backticks, and without a full stop.
  package var headline: String
  package var facts: [Fact]
  package var hint: String?
  /// The output of another program about the problem, printed above the headline.
  package var quotation: String?

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

  package func with(facts: [(label: String, value: String)]) -> Message {
    var message = self
    for (label, value) in facts { message.add(label, value) }
    return message
  }

  package func with(hint: String?) -> Message {
    var message = self
    message.hint = hint
    return message
  }

  /// Returns the message with the hint `did you mean …?`, or with `hint` if there is no nearest name.
  package func with(nearest: String?, else hint: String?) -> Message {
    with(hint: nearest.map { "did you mean \($0.ticked)?" } ?? hint)
  }

  var alone: MessageList { MessageList([self]) }

  mutating func add(_ label: String, _ value: String?) {
    if let value { facts.append(Fact(label: label, value: value)) }
  }

  /// Returns the message for people, with the values of its facts aligned, and without a newline at its end.
  ///
  /// This method escapes characters that would control a terminal, so creators of messages need not do that.
  package func text(severity: Severity = .error, style: Style = .plain) -> String {
    let word = style.paint("\(severity.rawValue):", severity.color)
    let quoted = quotation?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
    let lines =
      quoted.map { String($0).printable } + ["\(word) \(headline.printable)"]
      + factLines(style) + style.hintLines(hint)
    return style.spelled(lines.joined(separator: "\n"))
  }

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

package struct MessageList: Equatable, Sendable {
  package var messages: [Message]

  /// The consequence of the problems, which is printed after several messages.
  package var consequence: String

  /// A hint that concerns all messages, printed at the end.
  package var hint: String?

  package init(
    _ messages: [Message],
    consequence: String = "nothing was run",
    hint: String? = nil
  ) {
    self.messages = messages
    self.consequence = consequence
    self.hint = hint
  }

  /// Returns the messages and, if there are several, their count; the text has no newline at its end.
  package func text(style: Style = .plain) -> String {
    var parts = messages.map { $0.text(style: style) }
    if parts.count > 1 { parts.append("\(counted(parts.count, "error")); \(consequence)") }
    parts += style.hintLines(hint).map(style.spelled)
    return parts.joined(separator: "\n\n")
  }
}
