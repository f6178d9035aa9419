/// One value of a `JSONDocument`, or one key of an object: where its text stands.
///
/// Nodes are flat and hold no references, so that a graph of 10,000 stages costs one allocation.
package struct JSONNode: Equatable, Sendable {
  /// What the text is.
  package enum Kind: UInt8, Sendable {
    case null
    case bool
    case number
    case string
    case array
    case object
  }

  /// What the text is.
  package var kind: Kind
  /// Whether a string's text has backslashes.
  package var hasEscapes = false
  /// The line of the text's first character, counted from 1.
  package var line: Int32
  /// The position of the node in its document.
  package var index: Int32
  /// The position of the first node that does not belong to this one.
  package var next: Int32
  /// The first byte of the text; of a string, the one behind the quote.
  package var start: Int32
  /// The byte behind the text; of a string, the closing quote.
  package var end: Int32
}
