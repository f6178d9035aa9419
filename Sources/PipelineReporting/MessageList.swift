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
