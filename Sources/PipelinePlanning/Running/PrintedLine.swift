/// The last line that a running stage printed.
package struct PrintedLine: Equatable, Sendable {
  /// Plain text without control characters.
  package var text: String
  /// The time of the last output, in milliseconds since 1970.
  package var time: Int64

  package init(text: String, time: Int64) {
    (self.text, self.time) = (text, time)
  }
}
