/// Several messages, told together.
package struct MessageList: Equatable, Sendable {
  /// In the order in which they are shown.
  package var messages: [Message]

  /// Makes a list.
  package init(_ messages: [Message]) {
    self.messages = messages
  }

  /// The messages with an empty line between them, and a count where there is more than one.
  ///
  /// - Parameter style: Whether there is colour.
  /// - Returns: The lines, the last without a line end.
  package func text(style: Style = .plain) -> String {
    var parts = messages.map { $0.text(style: style) }
    if parts.count > 1 { parts.append("\(counted(parts.count, "fault")); nothing was run") }
    return parts.joined(separator: "\n\n")
  }
}
